'use client'

import { ShieldAlert } from 'lucide-react'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { api, room } from '../paths.ts'
import { LAYER_STATUS } from '../status/layer-status.ts'
import { Strip } from '../ui/strip.tsx'
import { DeviceFacts } from './device-facts.tsx'
import { DeviceHeader } from './device-header.tsx'
import { Layers } from './layers.tsx'
import { Logs } from './logs.tsx'
import { MetricsCard } from './metrics-card.tsx'
import { Timeline } from './timeline.tsx'
import { Versions } from './versions.tsx'

const schema = async () => (await import('../../server/protocol/views/device-view.ts')).DeviceView

/** What is it running, is it right, and what happened to it? */
export function Device({ initial }: { initial: DeviceView }) {
  const { id } = initial.row
  useRoom(room.device(id))
  const { view } = useView({ room: room.device(id), path: api.device(id), schema, initial })
  return (
    <>
      <title>{`${view.row.online ? LAYER_STATUS[view.row.status].label : 'Offline'} · ${view.row.name}`}</title>
      <div className="flex flex-col gap-4">
        <DeviceHeader row={view.row} />
        {view.quarantined !== null && (
          <Strip tone="fail" glyph={ShieldAlert} title="Quarantined: no rollout touches it">
            {view.quarantined}
          </Strip>
        )}
        <Versions view={view} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <Layers view={view} />
          <Timeline timeline={view.timeline} />
        </div>
        <MetricsCard metrics={view.metrics} />
        <div className="grid items-start gap-4 xl:grid-cols-2">
          <Logs logs={view.logs} />
          <DeviceFacts view={view} />
        </div>
      </div>
    </>
  )
}
