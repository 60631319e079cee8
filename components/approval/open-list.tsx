import { CircleCheck, OctagonX } from 'lucide-react'
import Link from 'next/link'
import type { ApprovalsView } from '../../server/protocol/views/approval-view.ts'
import { Ago, Countdown } from '../live/time.tsx'
import { page } from '../paths.ts'
import { buttonClass } from '../ui/button-class.ts'
import { cn } from '../ui/cn.ts'
import { plural } from '../ui/numbers.ts'

type Request = ApprovalsView['open'][number]

export function OpenList({ requests }: { requests: readonly Request[] }) {
  return (
    <ul className="divide-y">
      {requests.map((request) => (
        <li key={request.id} className="flex flex-col gap-3 px-4 py-3.5 md:flex-row md:items-center">
          <div className="min-w-0 flex-1">
            <p className="text-form">
              <span className="font-semibold">{request.waveLabel}</span> of{' '}
              <span className="font-semibold">{request.rolloutName}</span>
              {!request.rolloutName.includes(request.to) && (
                <>
                  {' '}
                  to <span className="font-mono text-body">{request.to}</span>
                </>
              )}
              <span className="text-muted"> · {plural(request.deviceCount, 'device')}</span>
            </p>
            <Advice request={request} />
            <p className="mt-0.5 text-muted text-secondary">
              Asked by {request.requestedBy} <Ago at={request.requestedAt} /> · expires in{' '}
              <Countdown to={request.expiresAt} past="a moment" />
              {!request.forMe && request.because && ` · ${request.because}`}
            </p>
          </div>
          <Link
            href={page.approval(request.id)}
            aria-label={`Review ${request.waveLabel} of ${request.rolloutName}`}
            className={cn(buttonClass({ tone: request.forMe ? 'primary' : 'secondary' }), 'max-md:h-11')}
          >
            Review
          </Link>
        </li>
      ))}
    </ul>
  )
}

function Advice({ request }: { request: Request }) {
  const Glyph = request.adviceApprove ? CircleCheck : OctagonX
  return (
    <p className={cn('mt-1 flex items-start gap-1.5', request.adviceApprove ? 'text-ok-text' : 'text-fail-text')}>
      <Glyph aria-hidden className="mt-0.5 size-4 shrink-0" strokeWidth={1.75} />
      {request.advice}
    </p>
  )
}
