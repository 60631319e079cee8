import Link from 'next/link'
import type { ApprovalsView } from '../../server/protocol/views/approval-view.ts'
import { At } from '../live/time.tsx'
import { page } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { duration } from '../ui/numbers.ts'
import { OUTCOME } from './outcome.ts'

/** By whom, and how long it took. */
export function DecidedList({ requests }: { requests: ApprovalsView['decided'] }) {
  return (
    <ul className="divide-y">
      {requests.map((request) => {
        const { label, glyph, tone } = OUTCOME[request.outcome]
        return (
          <li key={request.id} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
            <Link href={page.approval(request.id)} className="min-w-0 flex-1 basis-60 rounded-mark hover:underline">
              <span className="font-medium">{request.waveLabel}</span> of {request.rolloutName} to{' '}
              <span className="font-mono text-secondary">{request.to}</span>
            </Link>
            <span className="text-muted text-secondary">
              {request.by && `${request.by}, `}
              <At at={request.decidedAt} /> · took {duration(request.tookSeconds)}
            </span>
            <Pill tone={tone} glyph={glyph}>
              {label}
            </Pill>
          </li>
        )
      })}
    </ul>
  )
}
