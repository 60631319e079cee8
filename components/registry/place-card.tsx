import Link from 'next/link'
import type { ReactNode } from 'react'
import type { DeviceRegistryView } from '../../server/protocol/views/registry-view.ts'
import { page } from '../paths.ts'
import { Card } from '../ui/card.tsx'
import { EditDevice } from './edit-device.tsx'

/** Where it stands, what it belongs to, and who would do its work without it. */
export function PlaceCard({ view }: { view: DeviceRegistryView }) {
  const { site, labels, groups, redundancy, singlePoint, slots } = view
  return (
    <Card title="Place and groups" acts={<EditDevice view={view} />}>
      <dl className="grid gap-x-6 gap-y-3 md:grid-cols-2">
        <Fact term="Site">
          <Link href={page.devices(`site:${site.id}`)} className="rounded-mark underline underline-offset-2">
            {site.name}
          </Link>
          <span className="text-muted">, {site.region}</span>
          <div className="text-muted text-secondary">{site.timeZone}</div>
        </Fact>
        <Fact term="Groups">
          <Chips
            of={groups.map((group) => ({ text: group, href: page.devices(`group:${group}`) }))}
            none="in no group"
          />
        </Fact>
        <Fact term="Labels">
          <Chips
            of={Object.entries(labels).map(([key, value]) => ({
              text: `${key}=${value}`,
              href: page.devices(`label.${key}="${value.replaceAll('"', '')}"`),
            }))}
            none="no labels"
          />
        </Fact>
        <Fact term="Monitoring">fidelity {view.monitoringFidelity} of 5</Fact>
        <Fact term="Stands in">
          {redundancy ? (
            <>
              for each other in <span className="font-medium">{redundancy.group}</span>:{' '}
              {redundancy.members.filter((member) => member.online && member.healthy).length} of{' '}
              {redundancy.members.length} up and healthy
            </>
          ) : (
            <span className="text-muted">in no redundancy group</span>
          )}
          {singlePoint && (
            <p className="text-secondary text-warn-text">A single point of failure: {singlePoint}. Never a canary.</p>
          )}
        </Fact>
        <Fact term="Slots">
          {slots.length === 0 ? (
            <span className="text-muted">not reported</span>
          ) : (
            <ul>
              {slots.map(({ slot, release, running }) => (
                <li key={slot}>
                  <span className="font-mono">{slot}</span>: {release ? `${release.name} ${release.version}` : 'empty'}
                  {running && <span className="text-muted">, running</span>}
                </li>
              ))}
            </ul>
          )}
        </Fact>
      </dl>
    </Card>
  )
}

function Fact({ term, children }: { term: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-micro text-muted">{term}</dt>
      <dd className="min-w-0 break-words">{children}</dd>
    </div>
  )
}

function Chips({ of, none }: { of: readonly { text: string; href: string }[]; none: string }) {
  if (of.length === 0) return <span className="text-muted">{none}</span>
  return (
    <ul className="flex flex-wrap gap-1.5">
      {of.map(({ text, href }) => (
        <li key={text} className="min-w-0 max-w-full">
          <Link
            href={href}
            className="block truncate rounded-chip bg-sunken px-2 py-0.5 font-mono text-secondary hover:underline"
          >
            {text}
          </Link>
        </li>
      ))}
    </ul>
  )
}
