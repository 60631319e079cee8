'use client'

import type { ScansView } from '../../server/protocol/views/scan-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { useWaiting } from '../live/waiting-context.ts'
import { api, devicePages, page, room } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { plural } from '../ui/numbers.ts'
import { Tabs } from '../ui/tabs.tsx'
import { History } from './history.tsx'
import { Result } from './result.tsx'
import { Running } from './running.tsx'
import { Schedule } from './schedule.tsx'
import { StartScan } from './start-scan.tsx'

const schema = async () => (await import('../../server/protocol/views/scan-view.ts')).ScansView

/** Who is there, and is the registry right? */
export function Scan({ initial }: { initial: ScansView }) {
  useRoom(room.scan())
  const { view } = useView({ room: room.scan(), path: api.scans(), schema, initial })
  const { newest, fleet } = view
  return (
    <>
      <title>{newest?.scan.state === 'running' ? '◐ Scanning · Wavegate' : 'Scan · Wavegate'}</title>
      <div className="flex flex-col gap-4">
        <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-72">
            <h1 className="font-semibold text-page">Scan</h1>
            <p className="text-muted">
              Asks every connected device for a sign of life and holds the registry against it.
            </p>
          </div>
          <StartScan fleet={fleet} act={view.acts.start} />
        </header>
        <Tabs label="Devices" here={page.scan()} tabs={devicePages(useWaiting())} />
        {newest === null ? (
          <Card title="Newest scan" flush>
            <Empty command="npm run wavegate -- scan start">
              {fleet.registered === 0
                ? 'No device is registered yet: there is nobody to ask.'
                : `The fleet was never scanned. ${plural(fleet.connected, 'connected device')} would be asked.`}
            </Empty>
          </Card>
        ) : newest.scan.state === 'running' ? (
          <Running scan={newest.scan} cancel={view.acts.cancel} />
        ) : (
          <Result record={newest} />
        )}
        <Schedule key={JSON.stringify(view.schedule.rhythm)} schedule={view.schedule} act={view.acts.schedule} />
        {view.history.length > 0 && <History scans={view.history} />}
      </div>
    </>
  )
}
