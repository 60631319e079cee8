'use client'

import { Hand, Hourglass, ShieldAlert } from 'lucide-react'
import Link from 'next/link'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { Why } from '../live/why.tsx'
import { api, page, room } from '../paths.ts'
import { LAYER_STATUS } from '../status/layer-status.ts'
import { Strip } from '../ui/strip.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { DeviceFacts } from './device-facts.tsx'
import { DeviceHeader } from './device-header.tsx'
import { History } from './history.tsx'
import { Layers } from './layers.tsx'
import { Logs } from './logs.tsx'
import { MetricsCard } from './metrics-card.tsx'
import { SetAside } from './set-aside.tsx'
import { Timeline } from './timeline.tsx'
import { Versions } from './versions.tsx'

const schema = async () => (await import('../../server/protocol/views/device-view.ts')).DeviceView

const TABS = [
  { key: 'overview', label: 'Overview' },
  { key: 'metrics', label: 'Metrics' },
  { key: 'logs', label: 'Logs' },
  { key: 'history', label: 'History' },
] as const
type Tab = (typeof TABS)[number]['key']

type Props = {
  initial: DeviceView
  /** cards of other parts of the product, which the page puts together under the overview */
  overview?: ReactNode
}

/** What is it running, is it right, and what happened to it? */
export function Device({ initial, overview }: Props) {
  const { id } = initial.row
  const [tab] = useQueryState('tab', parseAsStringLiteral(TABS.map(({ key }) => key)).withDefault('overview'))
  useRoom(room.device(id))
  const { view } = useView({ room: room.device(id), path: api.device(id), schema, initial })
  const href = (key: Tab) => (key === 'overview' ? page.device(id) : `${page.device(id)}?tab=${key}`)
  return (
    <>
      <title>{`${view.row.online ? LAYER_STATUS[view.row.status].label : 'Offline'} · ${view.row.name}`}</title>
      <div className="flex flex-col gap-4">
        <DeviceHeader row={view.row} since={view.statusSince} acts={<SetAside view={view} />} />
        {view.quarantined !== null && (
          <Strip tone="fail" glyph={ShieldAlert} title="Quarantined: no rollout touches it">
            {view.quarantined}
          </Strip>
        )}
        {view.why && (
          <Strip
            tone={view.why.next.waitingFor === 'person' ? 'wait' : 'run'}
            glyph={view.why.next.waitingFor === 'person' ? Hand : Hourglass}
            title={
              <>
                In{' '}
                <Link href={page.rollout(view.why.rollout.id)} className="underline">
                  {view.why.rollout.name}
                </Link>
              </>
            }
          >
            <Why why={view.why.next} />
          </Strip>
        )}
        <Versions view={view} />
        <Tabs
          label="This device"
          here={href(tab)}
          tabs={[
            ...TABS.map(({ key, label }) => ({ href: href(key), label })),
            // A screen of its own: what differs is compared, explained and put right there.
            { href: page.deviceDrift(id), label: 'Desired vs reported' },
          ]}
        />
        {tab === 'overview' && (
          <>
            <div className="grid items-start gap-4 xl:grid-cols-2">
              <Layers view={view} />
              <div className="grid gap-4">
                <Timeline timeline={view.timeline} />
                <DeviceFacts view={view} />
              </div>
            </div>
            {overview}
          </>
        )}
        {tab === 'metrics' && <MetricsCard metrics={view.metrics} deploys={view.deploys} />}
        {tab === 'logs' && <Logs logs={view.logs} />}
        {tab === 'history' && <History history={view.history} />}
      </div>
    </>
  )
}
