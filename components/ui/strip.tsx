import { cva, type VariantProps } from 'class-variance-authority'
import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from './cn.ts'

const stripClass = cva('flex items-start gap-3 rounded-card border px-4 py-3', {
  variants: {
    tone: {
      ok: 'border-ok-text/25 bg-ok-soft text-ok-text',
      run: 'border-run-text/25 bg-run-soft text-run-text',
      warn: 'border-warn-text/30 bg-warn-soft text-warn-text',
      fail: 'border-fail-text/30 bg-fail-soft text-fail-text',
      wait: 'border-wait-text/30 bg-wait-soft text-wait-text',
      off: 'border-border bg-off-soft text-off-text',
    },
  },
})

type Props = Required<Pick<VariantProps<typeof stripClass>, 'tone'>> & {
  glyph: LucideIcon
  title: ReactNode
  children?: ReactNode
  act?: ReactNode
  className?: string
}

/** Something that stands above the rest of the screen until it is over: paused, halted, rolled back. */
export function Strip({ tone, glyph: Glyph, title, children, act, className }: Props) {
  return (
    <div className={cn(stripClass({ tone }), className)}>
      <Glyph aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
      <div className="min-w-0 flex-1">
        <p className="font-semibold text-body">{title}</p>
        {children && <div className="text-body text-text">{children}</div>}
      </div>
      {act}
    </div>
  )
}
