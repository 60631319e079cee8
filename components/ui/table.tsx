import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn.ts'

/** The one table. Wider than the screen, it scrolls inside its own focusable frame; the page never does. */
export function Table({ label, children, className }: { label: string; children: ReactNode; className?: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls must be reachable by keyboard
    <section className="scroll-x relative" aria-label={`${label}, scrolls sideways`} tabIndex={0}>
      <table aria-label={label} className={cn('w-full border-collapse text-body', className)}>
        {children}
      </table>
    </section>
  )
}

export function Th({ className, numeric, ...rest }: ComponentProps<'th'> & { numeric?: boolean }) {
  return (
    <th
      scope="col"
      {...rest}
      className={cn(
        'h-8 border-b px-2 text-left font-medium text-micro whitespace-nowrap text-muted first:pl-4 last:pr-4',
        numeric && 'text-right tabular-nums',
        className,
      )}
    />
  )
}

export function Td({ className, numeric, ...rest }: ComponentProps<'td'> & { numeric?: boolean }) {
  return (
    <td
      {...rest}
      className={cn(
        'h-9 border-b px-2 py-1.5 align-middle first:pl-4 last:pr-4 [tr:last-child>&]:border-b-0',
        numeric && 'text-right tabular-nums',
        className,
      )}
    />
  )
}
