'use client'

import { CircleCheck, CircleHelp, GitCompareArrows, LoaderCircle } from 'lucide-react'
import Link from 'next/link'
import { parseAsBoolean, useQueryState } from 'nuqs'
import type { DeviceDriftView } from '../../server/protocol/views/drift-view.ts'
import { Ago, At } from '../live/time.tsx'
import { useRefusal } from '../live/use-refusal.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, page, room } from '../paths.ts'
import { Pill } from '../status/pill.tsx'
import { Card } from '../ui/card.tsx'
import { Segmented } from '../ui/segmented.tsx'
import { DriftLines } from './drift-lines.tsx'
import { Reconcile } from './reconcile.tsx'
import { State } from './reconciles.tsx'

const schema = async () => (await import('../../server/protocol/views/drift-view.ts')).DeviceDriftView

/** What it should have beside what it has, key by key, and who set it when. */
export function DeviceDrift({ initial }: { initial: DeviceDriftView }) {
  const refusal = useRefusal()
  useRoom(room.device(initial.id))
  const { view } = useView({ room: room.device(initial.id), path: api.deviceDrift(initial.id), schema, initial })
  const [all, setAll] = useQueryState('all', parseAsBoolean.withDefault(false))
  const differing = view.lines.filter(({ equal }) => !equal)
  return (
    <>
      <title>{`${differing.length} differ · ${view.name}`}</title>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="font-semibold text-page">{view.name}</h1>
        <Verdict verdict={view.verdict} />
        <p className="min-w-0 flex-1 basis-60 text-muted">
          {view.site} · {view.because}
          {view.evaluatedAt !== null && (
            <>
              , compared <Ago at={view.evaluatedAt} />
            </>
          )}
        </p>
        {differing.length > 0 && (
          <Reconcile
            target={{ device: view.id }}
            devices={1}
            what={view.name}
            name={view.name}
            refused={refusal(view.actions.reconcile)}
          />
        )}
      </div>
      <div className="flex flex-col gap-4">
        {view.reconcile && view.reconcile.state !== 'done' && (
          <div className="flex flex-wrap items-center gap-3 rounded-card border bg-card px-4 py-3">
            <State row={view.reconcile} />
            <p className="min-w-0">{view.reconcile.because || 'about to begin'}</p>
          </div>
        )}
        <Card
          title="Desired and reported"
          flush
          acts={
            <Segmented
              label="Which keys"
              value={all ? 'all' : 'differing'}
              onChange={(next) => void setAll(next === 'all' || null)}
              options={[
                { key: 'differing', label: 'Differing' },
                { key: 'all', label: 'All' },
              ]}
            />
          }
        >
          <DriftLines view={view} lines={all ? view.lines : differing} />
        </Card>
        <Origin view={view} />
      </div>
    </>
  )
}

function Origin({ view }: { view: DeviceDriftView }) {
  return (
    <Card title="Where this comes from">
      <dl className="flex flex-col gap-3">
        <div>
          <dt className="text-muted text-secondary">Desired</dt>
          <dd>
            {view.setBy ? (
              <>
                {view.setBy.what}, set by {view.setBy.who} at <At at={view.setBy.at} />
              </>
            ) : (
              'Nothing is desired of this device yet.'
            )}
          </dd>
        </div>
        <div>
          <dt className="text-muted text-secondary">Reported</dt>
          <dd>
            {view.configPath ? (
              <>
                Read from <code className="font-mono text-secondary break-all">{view.configPath}</code> on the device
              </>
            ) : (
              'The device has not said yet what lies on its disk.'
            )}
          </dd>
        </div>
        {view.normalised.length > 0 && (
          <div>
            <dt className="text-muted text-secondary">Taken as equal</dt>
            {view.normalised.map((sentence) => (
              <dd key={sentence}>{sentence}</dd>
            ))}
          </div>
        )}
        <div>
          <Link href={page.device(view.id)} className="underline underline-offset-2">
            See the device
          </Link>
        </div>
      </dl>
    </Card>
  )
}

function Verdict({ verdict }: { verdict: DeviceDriftView['verdict'] }) {
  switch (verdict) {
    case 'drift':
      return (
        <Pill tone="warn" glyph={GitCompareArrows}>
          Drift
        </Pill>
      )
    case 'in-sync':
      return (
        <Pill tone="ok" glyph={CircleCheck}>
          In sync
        </Pill>
      )
    case 'in-flight':
      return (
        <Pill tone="run" glyph={LoaderCircle}>
          In flight
        </Pill>
      )
    case 'unknown':
      return (
        <Pill tone="off" glyph={CircleHelp}>
          Unknown
        </Pill>
      )
    default:
      return verdict satisfies never
  }
}
