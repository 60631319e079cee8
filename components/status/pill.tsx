import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { cn } from '../ui/cn.ts'
import { SOFT, TEXT, type Tone } from './tone.ts'

/** Every status wears one: glyph, word and colour, each enough alone. */
export function Pill({
  tone,
  glyph: Glyph,
  children,
  turning,
  quiet,
  className,
}: {
  tone: Tone
  glyph: LucideIcon
  children: ReactNode
  turning?: boolean
  /** what is as it should be recedes: no ground, and only the glyph has colour */
  quiet?: boolean
  className?: string
}) {
  return (
    <span
      className={cn(
        'pill inline-flex h-[22px] max-w-full items-center gap-1.5 rounded-chip pr-2.5 pl-2 font-medium text-secondary whitespace-nowrap',
        quiet ? 'px-0 font-normal text-muted' : SOFT[tone],
        className,
      )}
    >
      <Glyph
        aria-hidden
        className={cn('size-3.5 shrink-0', turning && 'turning', quiet && TEXT[tone])}
        strokeWidth={2}
      />
      <span className="truncate">{children}</span>
    </span>
  )
}
