import { ShieldCheck } from 'lucide-react'
import type { ReactNode } from 'react'
import { Pill } from '../status/pill.tsx'

/** Earned, never given: the reason is one hover away. */
export function KnownGood({ because }: { because: string }) {
  return (
    <span title={because}>
      <Pill tone="ok" glyph={ShieldCheck}>
        known-good
      </Pill>
    </span>
  )
}

export const Tag = ({ children }: { children: ReactNode }) => (
  <span className="inline-flex h-[22px] items-center rounded-chip border px-2 text-secondary">{children}</span>
)
