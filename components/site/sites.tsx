'use client'

import Link from 'next/link'
import type { SitesView } from '../../server/protocol/views/registry-view.ts'
import { useRoom, useView } from '../live/use-view.ts'
import { useWaiting } from '../live/waiting-context.ts'
import { api, devicePages, page, room } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { Empty } from '../ui/empty.tsx'
import { count, plural } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'
import { Tabs } from '../ui/tabs.tsx'
import { DeleteSite } from './delete-site.tsx'
import { Freezes } from './freezes.tsx'
import { CreateSite, EditSite } from './site-form.tsx'
import { windowWords } from './window-words.ts'

const schema = async () => (await import('../../server/protocol/views/registry-view.ts')).SitesView

/** Where do devices stand, and how are they there? */
export function Sites({ initial }: { initial: SitesView }) {
  useRoom(room.fleet())
  const { view } = useView({ room: room.fleet(), path: api.sites(), schema, initial })
  const refused = view.may.allowed ? null : view.may.because
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
          <Table label="Sites">
            <thead>
              <tr>
                <Th>Site</Th>
                <Th className="max-md:hidden">Region</Th>
                <Th className="max-md:hidden">Window</Th>
                <Th numeric>Devices</Th>
                <Th numeric>Degraded</Th>
                <Th numeric>Offline</Th>
                <Th numeric>Expected</Th>
                <Th>
                  <span className="sr-only">Acts</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {view.sites.map((site) => (
                <Row key={site.id} site={site} refused={refused} />
              ))}
            </tbody>
          </Table>
        )}
      </Card>
      {view.sites.length > 0 && <Freezes view={view} />}
    </div>
  )
}

type Site = SitesView['sites'][number]

function Row({ site, refused }: { site: Site; refused: string | null }) {
  const labels = Object.entries(site.labels).map(([key, value]) => `${key}=${value}`)
  return (
    <tr>
      <Td className="min-w-40">
        <Link href={page.devices(`site:${site.id}`)} className="rounded-mark font-medium hover:underline">
          {site.name}
        </Link>
        <div className="text-muted text-secondary">
          <span className="font-mono">{site.id}</span>
          <span className="md:hidden"> · {site.region}</span>
          {site.hold && <span className="text-warn-text"> · {site.hold.because}</span>}
          {labels.length > 0 && ` · ${labels.join(' · ')}`}
        </div>
      </Td>
      <Td className="max-md:hidden">{site.region}</Td>
      <Td className="max-md:hidden">
        <span className="whitespace-nowrap">
          {site.windows.length === 0 ? 'any time' : site.windows.map(windowWords).join('; ')}
        </span>
        <div className="text-muted text-secondary">{site.timeZone}</div>
      </Td>
      <Td numeric>{count(site.devices)}</Td>
      <Amount value={site.degraded} href={page.devices(`site:${site.id} status:degraded,unhealthy`)} />
      <Amount value={site.offline} href={page.devices(`site:${site.id} status:offline`)} />
      <Amount value={site.expected} href={page.import()} />
      <Td>
        <div className="flex justify-end gap-1">
          <EditSite site={site} refused={refused} />
          <DeleteSite site={site} refused={refused} />
        </div>
      </Td>
    </tr>
  )
}

function Amount({ value, href }: { value: number; href: string }) {
  return (
    <Td numeric>
      {value === 0 ? (
        <span className="text-muted">0</span>
      ) : (
        <Link href={href} className="rounded-mark underline underline-offset-2">
          {count(value)}
        </Link>
      )}
    </Td>
  )
}
