'use client'

import type { FleetView } from '../../server/protocol/views/fleet-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { plural } from '../ui/numbers.ts'
import { Changes } from './changes.tsx'
import { FirstDevice } from './first-device.tsx'
import { HealthBar } from './health-bar.tsx'
import { InFlight } from './in-flight.tsx'
import { NeedsYou } from './needs-you.tsx'
import { RunningWhere } from './running-where.tsx'
import { Sites } from './sites.tsx'

const schema = async () => (await import('../../server/protocol/views/fleet-view.ts')).FleetView

/** Is something wrong now, and is it from a rollout? */
export function Fleet({ initial }: { initial: FleetView }) {
  useRoom(room.fleet())
  const { view } = useView({ room: room.fleet(), path: api.fleet(), schema, initial })
  const waiting = view.needsYou.length
  return (
    <>
      <title>{waiting > 0 ? `${waiting} need${waiting === 1 ? 's' : ''} you · Fleet` : 'Fleet · Wavegate'}</title>
      <h1 className="sr-only">Fleet of {plural(view.devices, 'device')}</h1>
      {view.devices === 0 ? (
        <FirstDevice />
      ) : (
        <div className="flex flex-col gap-4">
          <NeedsYou items={view.needsYou} lastChange={view.changes[0]?.at ?? null} />
          <HealthBar devices={view.devices} counts={view.counts} />
          <div className="grid items-start gap-4 xl:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
            <div className="flex min-w-0 flex-col gap-4">
              <RunningWhere matrix={view.matrix} />
              <Sites sites={view.sites} />
            </div>
            <div className="flex min-w-0 flex-col gap-4">
              <InFlight rollouts={view.rollouts} />
              <Changes changes={view.changes} />
            </div>
          </div>
        </div>
      )}
    </>
  )
}
