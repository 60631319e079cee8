'use client'

import { ScanSearch } from 'lucide-react'
import Link from 'next/link'
import type { RolloutView } from '../../server/protocol/views/rollout-view.ts'
import { Ago } from '../live/time.tsx'
import { page } from '../paths.ts'
import { count, plural } from '../ui/numbers.ts'
import { Strip } from '../ui/strip.tsx'

const SHOWN = 5

/** the plan was held against what the last scan found. Nothing to say while all of it still fits. */
export function Revalidated({ revalidated }: { revalidated: NonNullable<RolloutView['revalidated']> }) {
  const { at, checked, unfit } = revalidated
  if (unfit.length === 0) return null
  return (
    <Strip
      tone="warn"
      glyph={ScanSearch}
      title={
        <>
          Re-validated <Ago at={at} />: {count(unfit.length)} of {plural(checked, 'device')} not yet exposed no longer{' '}
          {unfit.length === 1 ? 'fits' : 'fit'}
        </>
      }
      act={
        <Link href={page.scan()} className="shrink-0 underline underline-offset-2">
          See the scan
        </Link>
      }
    >
      <p>Held when their wave comes, not failed; caught up as soon as they fit again.</p>
      <ul className="mt-1">
        {unfit.slice(0, SHOWN).map(({ deviceId, name, because }) => (
          <li key={deviceId}>
            <Link href={page.device(deviceId)} className="font-medium underline underline-offset-2">
              {name}
            </Link>
            : {because}
          </li>
        ))}
        {unfit.length > SHOWN && <li className="text-muted">and {count(unfit.length - SHOWN)} more</li>}
      </ul>
    </Strip>
  )
}
