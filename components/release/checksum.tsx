import { Archive, CircleCheck, CircleDashed, FileX2, ShieldX } from 'lucide-react'
import type { ChecksumState, ReleaseRow } from '../../server/protocol/views/releases-view.ts'
import { Pill } from '../status/pill.tsx'

const LOOK = {
  verified: { tone: 'ok', glyph: CircleCheck, word: 'Verified' },
  unverified: { tone: 'off', glyph: CircleDashed, word: 'Not hashed yet' },
  removed: { tone: 'off', glyph: Archive, word: 'Bytes removed' },
  missing: { tone: 'fail', glyph: FileX2, word: 'Bytes missing' },
  damaged: { tone: 'fail', glyph: ShieldX, word: 'Damaged' },
} as const satisfies Record<ChecksumState, object>

/** Whether the store still holds what was published. */
export function Checksum({ state }: { state: ChecksumState }) {
  const { tone, glyph, word } = LOOK[state]
  return (
    <Pill tone={tone} glyph={glyph} quiet={state === 'verified'}>
      {word}
    </Pill>
  )
}

/** Blocked outranks deprecated; a release that is neither wears nothing. */
export function Standing({ release }: { release: Pick<ReleaseRow, 'block' | 'deprecation'> }) {
  if (release.block)
    return (
      <Pill tone="fail" glyph={ShieldX}>
        Blocked
      </Pill>
    )
  return release.deprecation ? (
    <Pill tone="warn" glyph={CircleDashed}>
      Deprecated
    </Pill>
  ) : null
}
