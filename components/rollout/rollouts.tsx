'use client'

import { FileText } from 'lucide-react'
import Link from 'next/link'
import type { RolloutsView } from '../../server/protocol/views/rollouts-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, page, room } from '../paths.ts'
import { buttonClass } from '../ui/button-class.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { NewRolloutLink } from './new-rollout-link.tsx'
import { RolloutList } from './rollout-list.tsx'

const schema = async () => (await import('../../server/protocol/views/rollouts-view.ts')).RolloutsView

export function Rollouts({ initial }: { initial: RolloutsView }) {
  useRoom(room.rollouts())
  const { view } = useView({ room: room.rollouts(), path: api.rollouts(), schema, initial })
  const active = view.rollouts.filter((rollout) => rollout.active)
  const ended = view.rollouts.filter((rollout) => !rollout.active)
  return (
    <>
      <title>{active.length > 0 ? `${active.length} in flight · Rollouts` : 'Rollouts · Wavegate'}</title>
      <div className="mb-4 flex items-center justify-between gap-3">
        <h1 className="font-semibold text-page">Rollouts</h1>
        <div className="flex flex-wrap justify-end gap-2">
          <Link href={page.plans()} className={buttonClass()}>
            <FileText aria-hidden className="size-4" strokeWidth={1.75} />
            Plans
          </Link>
          <NewRolloutLink create={view.create} />
        </div>
      </div>
      {view.rollouts.length === 0 ? (
        <div className="rounded-card border bg-card">
          <Empty act={<NewRolloutLink create={view.create} />}>
            No rollout has been planned yet. A rollout moves devices to a release in waves, and each wave is judged
            before the next.
          </Empty>
        </div>
      ) : (
        <div className="flex flex-col gap-4">
          <Card title="In flight" flush>
            {active.length === 0 ? (
              <p className="px-4 py-6 text-muted">No rollout is in flight.</p>
            ) : (
              <RolloutList rollouts={active} label="Rollouts in flight" />
            )}
          </Card>
          {ended.length > 0 && (
            <Card title="Ended" flush>
              <RolloutList rollouts={ended} label="Ended rollouts" />
            </Card>
          )}
        </div>
      )}
    </>
  )
}
