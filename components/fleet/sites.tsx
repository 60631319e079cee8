import { TriangleAlert, WifiOff } from 'lucide-react'
import Link from 'next/link'
import { printTerm } from '../../server/protocol/selector/print.ts'
import type { FleetView } from '../../server/protocol/views/fleet-view.ts'
import { Ago } from '../live/time.tsx'
import { page } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { count } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'

type Site = FleetView['sites'][number]

/** The question on-call asks of every cluster: did a rollout touch it? Said either way. */
export function Sites({ sites }: { sites: readonly Site[] }) {
  return (
    <Card title="Unwell or offline, by site" note="Unwell: degraded or unhealthy" flush>
      {sites.length === 0 ? (
        <p className="px-4 py-6 text-muted">Every site is online and healthy.</p>
      ) : (
        <>
          <SiteList sites={sites.slice(0, 8)} />
          <div className="max-md:hidden">
            <Table label="Sites with unwell or offline devices">
              <thead>
                <tr>
                  <Th>Site</Th>
                  <Th numeric>Offline</Th>
                  <Th numeric>Unwell</Th>
                  <Th numeric>Of</Th>
                  <Th>Since</Th>
                  <Th>Touched by</Th>
                </tr>
              </thead>
              <tbody>
                {sites.slice(0, 8).map((site) => (
                  <SiteRow key={site.id} site={site} />
                ))}
              </tbody>
            </Table>
          </div>
        </>
      )}
    </Card>
  )
}

function SiteRow({ site }: { site: Site }) {
  return (
    <tr>
      <Td className="whitespace-nowrap">
        <Link
          href={page.devices(printTerm({ on: 'key', key: 'site', is: 'in', values: [site.id] }))}
          className="rounded-mark font-medium hover:underline"
        >
          {site.name}
        </Link>{' '}
        <span className="text-muted text-secondary">{site.region}</span>
      </Td>
      <Td numeric>
        {site.offline > 0 ? (
          <span className="value inline-flex items-center gap-1 align-top">
            <WifiOff aria-hidden className="size-3.5 text-muted" strokeWidth={1.75} />
            {count(site.offline)}
          </span>
        ) : (
          <span className="text-muted">0</span>
        )}
      </Td>
      <Td numeric>
        {site.degraded > 0 ? (
          <span className="value inline-flex items-center gap-1 align-top text-warn-text">
            <TriangleAlert aria-hidden className="size-3.5" strokeWidth={1.75} />
            {count(site.degraded)}
          </span>
        ) : (
          <span className="text-muted">0</span>
        )}
      </Td>
      <Td numeric className="text-muted">
        {count(site.devices)}
      </Td>
      <Td className="text-muted whitespace-nowrap">{site.since === null ? '–' : <Ago at={site.since} />}</Td>
      <Td className="whitespace-nowrap">
        {site.rollout ? (
          <Link href={page.rollout(site.rollout.id)} className="rounded-mark hover:underline">
            {site.rollout.name}
          </Link>
        ) : (
          <span className="text-muted">No rollout touched it</span>
        )}
      </Td>
    </tr>
  )
}

/** The same on a phone: what a rollout has to do with it must not be scrolled for. */
function SiteList({ sites }: { sites: readonly Site[] }) {
  return (
    <ul aria-label="Sites with unwell or offline devices" className="divide-y md:hidden">
      {sites.map((site) => (
        <li key={site.id} className="px-4 py-2.5">
          <div className="flex items-baseline justify-between gap-3">
            <Link
              href={page.devices(printTerm({ on: 'key', key: 'site', is: 'in', values: [site.id] }))}
              className="rounded-mark py-0.5 font-medium"
            >
              {site.name}
            </Link>
            <span className="value text-secondary">
              {[
                site.offline > 0 && `${count(site.offline)} offline`,
                site.degraded > 0 && `${count(site.degraded)} unwell`,
              ]
                .filter(Boolean)
                .join(', ')}{' '}
              of {count(site.devices)}
            </span>
          </div>
          <p className="text-muted text-secondary">
            {site.since !== null && (
              <>
                Since <Ago at={site.since} /> ·{' '}
              </>
            )}
            {site.rollout ? (
              <Link href={page.rollout(site.rollout.id)} className="rounded-mark underline underline-offset-2">
                {site.rollout.name} touched it
              </Link>
            ) : (
              'no rollout touched it'
            )}
          </p>
        </li>
      ))}
    </ul>
  )
}
