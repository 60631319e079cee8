'use client'

import type { DriftView } from '../../server/protocol/views/drift-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Disclosure } from '../ui/disclosure.tsx'
import { plural } from '../ui/numbers.ts'
import { Counts } from './counts.tsx'
import { Groups } from './groups.tsx'
import { Reconciles } from './reconciles.tsx'
import { Rules } from './rules.tsx'

const schema = async () => (await import('../../server/protocol/views/drift-view.ts')).DriftView

/** How many differ from what we intend, in what way, and since when? */
export function Drift({ initial, personName }: { initial: DriftView; personName: string }) {
  useRoom(room.drift())
  const { view } = useView({ room: room.drift(), path: api.drift(), schema, initial })
  return (
    <>
      <title>{view.counts.drifted > 0 ? `${view.counts.drifted} drifted · Wavegate` : 'Drift · Wavegate'}</title>
      <h1 className="font-semibold text-page">Drift</h1>
      <p className="mt-1 mb-4 max-w-prose text-muted">
        Where devices have something else than the snapshot they were given. Sites that diverge behave in ways nobody
        can reproduce, and turn incidents into guesswork. A device is compared with each report that says something new,
        and again every minute.
      </p>
      <div className="flex flex-col gap-4">
        <Counts view={view} />
        <Card title="Differences" note={view.groups.length > 0 ? plural(view.groups.length, 'kind') : undefined} flush>
          <Groups view={view} groups={view.groups} personName={personName} />
        </Card>
        {view.reconciles.length > 0 && <Reconciles view={view} />}
        {view.ignored.length > 0 && (
          <Disclosure title="Ignored by rules" note={plural(view.counts.ignored, 'device')}>
            <Groups view={view} groups={view.ignored} personName={personName} quiet />
          </Disclosure>
        )}
        <Rules view={view} personName={personName} />
      </div>
    </>
  )
}
