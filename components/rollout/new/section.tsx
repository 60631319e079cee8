import { type ReactNode, useId } from 'react'

export function Section({
  id,
  number,
  title,
  note,
  children,
}: {
  /** what sentences that lead here name it by */
  id: string
  number: number
  title: string
  note?: ReactNode
  children: ReactNode
}) {
  const heading = useId()
  return (
    <section id={id} tabIndex={-1} aria-labelledby={heading} className="scroll-mt-16 rounded-card border bg-card">
      <header className="flex items-baseline gap-3 border-b px-4 py-2.5">
        <span aria-hidden className="font-semibold text-body text-muted">
          {number}
        </span>
        <h2 id={heading} className="font-semibold text-body">
          {title}
        </h2>
        {note && <p className="ml-auto text-muted text-secondary">{note}</p>}
      </header>
      {children}
    </section>
  )
}
