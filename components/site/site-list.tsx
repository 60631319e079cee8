'use client'

import Link from 'next/link'
import type { SitesView } from '../../server/protocol/views/registry-view.ts'
import { windowWords } from '../../server/protocol/window-words.ts'
import { page } from '../paths.ts'
import { count, plural } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'
import { DeleteSite } from './delete-site.tsx'
import { EditSite } from './site-form.tsx'

type Site = SitesView['sites'][number]

/** A table on a desk, one entry a site on a phone. */
export function SiteList({ sites, refused }: { sites: readonly Site[]; refused: string | null }) {
  return (
    <>
      <div className="max-md:hidden">
        <Table label="Sites">
          <thead>
            <tr>
              <Th>Site</Th>
              <Th>Region</Th>
              <Th>Window</Th>
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
            {sites.map((site) => (
              <Row key={site.id} site={site} refused={refused} />
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Sites" className="divide-y md:hidden">
        {sites.map((site) => (
          <PhoneRow key={site.id} site={site} refused={refused} />
        ))}
      </ul>
    </>
  )
}

const opens = (site: Site) => (site.windows.length === 0 ? 'any time' : site.windows.map(windowWords).join('; '))

function Row({ site, refused }: { site: Site; refused: string | null }) {
  return (
    <tr>
      <Td className="min-w-40">
        <Name site={site} />
      </Td>
      <Td>{site.region}</Td>
      <Td>
        <span className="whitespace-nowrap">{opens(site)}</span>
        <div className="text-muted text-secondary">{site.timeZone}</div>
      </Td>
      <Td numeric>{count(site.devices)}</Td>
      {amounts(site).map(({ of, value, href }) => (
        <Td key={of} numeric>
          <Amount value={value} href={href} />
        </Td>
      ))}
      <Td>
        <div className="flex justify-end gap-1">
          <EditSite site={site} refused={refused} />
          <DeleteSite site={site} refused={refused} />
        </div>
      </Td>
    </tr>
  )
}

function PhoneRow({ site, refused }: { site: Site; refused: string | null }) {
  return (
    <li className="flex flex-col gap-1 px-4 py-3">
      <Name site={site} />
      <p className="text-muted text-secondary">
        {site.region} · {opens(site)}, {site.timeZone}
      </p>
      <p className="flex flex-wrap gap-x-3 text-secondary">
        <span>{plural(site.devices, 'device')}</span>
        {amounts(site).map(
          ({ of, value, href }) =>
            value > 0 && (
              <span key={of}>
                <Amount value={value} href={href} /> {of}
              </span>
            ),
        )}
      </p>
      <div className="-ml-2.5 flex gap-1">
        <EditSite site={site} refused={refused} />
        <DeleteSite site={site} refused={refused} />
      </div>
    </li>
  )
}

function Name({ site }: { site: Site }) {
  const labels = Object.entries(site.labels).map(([key, value]) => `${key}=${value}`)
  return (
    <>
      <Link href={page.devices(`site:${site.id}`)} className="rounded-mark font-medium hover:underline">
        {site.name}
      </Link>
      <div className="text-muted text-secondary">
        <span className="font-mono">{site.id}</span>
        {labels.length > 0 && ` · ${labels.join(' · ')}`}
      </div>
      {site.hold && <p className="text-secondary text-warn-text">{site.hold.because}</p>}
    </>
  )
}

const amounts = ({ id, degraded, offline, expected }: Site) => [
  { of: 'degraded', value: degraded, href: page.devices(`site:${id} status:degraded,unhealthy`) },
  { of: 'offline', value: offline, href: page.devices(`site:${id} status:offline`) },
  { of: 'expected', value: expected, href: page.import() },
]

function Amount({ value, href }: { value: number; href: string }) {
  if (value === 0) return <span className="text-muted">0</span>
  return (
    <Link href={href} className="rounded-mark underline underline-offset-2">
      {count(value)}
    </Link>
  )
}
