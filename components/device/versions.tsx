import { ArrowRight, Check, GitCompareArrows } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { Ago } from '../live/time.tsx'
import { page } from '../paths.ts'
import { updateSentence } from './update-step.ts'

/** The device is the truth: what it says it runs comes first. */
export function Versions({ view }: { view: DeviceView }) {
  const { reported, row } = view
  const standby = reported?.standby
  const other = reported?.slot === 'a' ? 'slot B' : 'slot A'
  return (
    <section
      aria-label="Versions"
      className="grid divide-y rounded-card border bg-card md:grid-cols-3 md:divide-x md:divide-y-0"
    >
      <Fact term="Running" note={reported?.slot ? `slot ${reported.slot.toUpperCase()}` : 'slot not reported'}>
        <span className="value">{row.running ?? 'Nothing reported'}</span>
      </Fact>
      <Fact
        term="Desired"
        note={
          view.desiredReason ? `${view.desiredReason}, generation ${view.generation}` : `generation ${view.generation}`
        }
      >
        <span className="value">{row.desired ?? 'Nothing yet'}</span> <Agreement view={view} />
      </Fact>
      <Fact
        term="Rollback target"
        note={
          standby ? (
            <>
              {other}, complete on the device
              {view.rollbackRanUntil !== null && (
                <>
                  , last ran here <Ago at={view.rollbackRanUntil} />
                </>
              )}
            </>
          ) : (
            'the other slot holds nothing to go back to'
          )
        }
      >
        <span className="value">{standby?.version ?? 'None'}</span>
      </Fact>
      {reported && reported.update.state !== 'idle' && reported.update.state !== 'confirmed' && (
        <p className="px-4 py-2.5 md:col-span-3 md:border-t">{updateSentence(reported.update)}</p>
      )}
    </section>
  )
}

function Agreement({ view: { row } }: { view: DeviceView }) {
  if (row.desired === null) return null
  if (row.drifted)
    return (
      <Link
        href={page.deviceDrift(row.id)}
        className="inline-flex items-center gap-1 rounded-mark font-sans font-medium text-drift-text text-secondary underline decoration-border underline-offset-2 hover:decoration-current"
      >
        <GitCompareArrows aria-hidden className="size-4" strokeWidth={1.75} />
        Drift
      </Link>
    )
  if (row.running === row.desired)
    return (
      <span className="inline-flex items-center gap-1 font-sans text-ok-text text-secondary">
        <Check aria-hidden className="size-4" strokeWidth={2} />
        In sync
      </span>
    )
  return (
    <span className="inline-flex items-center gap-1 font-sans text-run-text text-secondary">
      <ArrowRight aria-hidden className="size-4" strokeWidth={1.75} />
      On its way
    </span>
  )
}

function Fact({ term, note, children }: { term: string; note: ReactNode; children: ReactNode }) {
  return (
    <dl className="px-4 py-3">
      <dt className="text-muted text-secondary">{term}</dt>
      <dd className="font-mono font-medium text-heading">{children}</dd>
      <dd className="text-muted text-secondary">{note}</dd>
    </dl>
  )
}
