'use client'

import type { SitesView } from '../../server/protocol/views/registry-view.ts'
import { useRefusal } from '../live/use-refusal.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { useWaiting } from '../live/waiting-context.ts'
import { api, devicePages, page, room } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { plural } from '../ui/numbers.ts'
import { Tabs } from '../ui/tabs.tsx'
import { Freezes } from './freezes.tsx'
import { CreateSite } from './site-form.tsx'
import { SiteList } from './site-list.tsx'

const schema = async () => (await import('../../server/protocol/views/registry-view.ts')).SitesView

/** Where do devices stand, and how are they there? */
export function Sites({ initial }: { initial: SitesView }) {
  const refusal = useRefusal()
  useRoom(room.fleet())
  const { view } = useView({ room: room.fleet(), path: api.sites(), schema, initial })
  const refused = refusal(view.may)
  const devices = view.sites.reduce((sum, site) => sum + site.devices, 0)
  return (
    <div className="flex flex-col gap-4">
      <title>Sites · Wavegate</title>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-60">
          <h1 className="font-semibold text-page">Sites</h1>
          <p className="text-muted">
            {plural(view.sites.length, 'site')} with {plural(devices, 'device')}. An id never changes, a name may.
          </p>
        </div>
        <CreateSite refused={refused} />
      </header>
      <Tabs label="Devices" here={page.sites()} tabs={devicePages(useWaiting())} />
      <Card title="All sites" flush>
        {view.sites.length === 0 ? (
          <Empty act={<CreateSite refused={refused} />}>
            Devices stand at sites. Create the first one, then enrol a device.
          </Empty>
        ) : (
          <SiteList sites={view.sites} refused={refused} />
        )}
      </Card>
      {view.sites.length > 0 && <Freezes view={view} />}
    </div>
  )
}
