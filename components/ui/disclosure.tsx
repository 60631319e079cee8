import { ChevronRight } from 'lucide-react'
import type { ReactNode } from 'react'

/** A row that opens: works before any script has arrived. */
export function Disclosure({
  title,
  note,
  children,
  open,
}: {
  title: string
  note?: ReactNode
  children: ReactNode
  open?: boolean
}) {
  return (
    <details open={open} className="group rounded-card border bg-card">
      <summary className="flex min-h-11 items-center gap-2 rounded-card px-4 py-2">
        <ChevronRight
          aria-hidden
          className="size-4 shrink-0 text-muted transition-transform duration-100 group-open:rotate-90"
          strokeWidth={1.75}
        />
        <span className="font-medium">{title}</span>
        {note && <span className="ml-auto min-w-0 truncate pl-2 text-muted text-secondary">{note}</span>}
      </summary>
      <div className="border-t">{children}</div>
    </details>
  )
}
