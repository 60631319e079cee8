import { type ReactNode, useId } from 'react'
import { cn } from './cn.ts'

type Props = {
  title: string
  /** beside the title, quieter */
  note?: ReactNode
  acts?: ReactNode
  children: ReactNode
  className?: string
  /** the content meets the edges: tables and lists bring their own padding */
  flush?: boolean
  id?: string
}

/** A named region of a screen. */
export function Card({ title, note, acts, children, className, flush, id }: Props) {
  const heading = useId()
  return (
    <section id={id} aria-labelledby={heading} className={cn('min-w-0 rounded-card border bg-card', className)}>
      <header className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-2">
        <h2 id={heading} className="font-semibold text-body">
          {title}
        </h2>
        {note && <div className="min-w-0 text-muted text-secondary">{note}</div>}
        {acts && <div className="ml-auto flex items-center gap-1">{acts}</div>}
      </header>
      <div className={flush ? undefined : 'p-4'}>{children}</div>
    </section>
  )
}
