'use client'

import Link from 'next/link'
import type { SnapshotRow, SnapshotsView } from '../../server/protocol/views/snapshots-view.ts'
import { Ago } from '../live/time.tsx'
import { useRoom, useView } from '../live/use-view.ts'
import { api, page, room } from '../paths.ts'
import { buttonClass } from '../ui/button-class.ts'
import { cn } from '../ui/cn.ts'
import { Empty } from '../ui/empty.tsx'
import { count, percentOf, plural } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'
import { KnownGood, Tag } from './known-good.tsx'

const schema = async () => (await import('../../server/protocol/views/snapshots-view.ts')).SnapshotsView

/** Which snapshot is known-good, and what changed since? */
export function Snapshots({ initial }: { initial: SnapshotsView }) {
  useRoom(room.fleet())
  const { view } = useView({ room: room.fleet(), path: api.snapshots(), schema, initial })
  return (
    <>
      <title>Snapshots · Wavegate</title>
      <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
        <h1 className="font-semibold text-page">Snapshots</h1>
        <p className="text-muted">A release with the configuration it was frozen with.</p>
        <Link href={page.config()} className={cn(buttonClass({ tone: 'primary' }), 'ml-auto')}>
          Edit configuration
        </Link>
      </div>
      <div className="rounded-card border bg-card">
        {view.snapshots.length === 0 ? (
          <Empty
            act={
              <Link href={page.config()} className={buttonClass({ tone: 'primary' })}>
                Edit configuration
              </Link>
            }
          >
            There is no snapshot yet. Say what devices are to be told, then freeze it with a release; the first rollout
            makes one, too.
          </Empty>
        ) : (
          <Table label="Snapshots">
            <thead>
              <tr>
                <Th numeric>No.</Th>
                <Th>Release and note</Th>
                <Th>Meant for</Th>
                <Th numeric>Devices on it</Th>
                <Th>Health</Th>
                <Th>Tags</Th>
                <Th>Made</Th>
              </tr>
            </thead>
            <tbody>
              {view.snapshots.map((one) => (
                <Row key={one.number} snapshot={one} />
              ))}
            </tbody>
          </Table>
        )}
      </div>
      <p className="mt-3 max-w-prose text-muted text-secondary">
        <span className="font-medium text-text">Known-good is earned.</span> {view.rule}
      </p>
    </>
  )
}

function Row({ snapshot }: { snapshot: SnapshotRow }) {
  const { number, release, note, scope, devices, tags, knownGood, author, createdAt, keys } = snapshot
  return (
    <tr>
      <Td numeric>
        <Link href={page.snapshot(number)} className="font-medium text-run-text hover:underline">
          {number}
        </Link>
      </Td>
      <Td className="min-w-56">
        <Link href={page.snapshot(number)} className="hover:underline">
          <span className="font-medium">
            {release.name} {release.version}
          </span>
          {release.blocked && <span className="text-fail-text"> · blocked</span>}
        </Link>
        <div className="text-muted text-secondary">
          {note || (keys === 0 ? 'No configuration' : plural(keys, 'configured key'))}
        </div>
      </Td>
      <Td className="font-mono text-secondary">
        {scope || <span className="font-sans text-muted">every device</span>}
      </Td>
      <Td numeric>
        {count(devices.running)}
        {devices.desired !== devices.running && <span className="text-muted"> of {count(devices.desired)}</span>}
      </Td>
      <Td className="whitespace-nowrap">
        {devices.connected === 0 ? (
          <span className="text-muted">nobody to ask</span>
        ) : (
          `${percentOf(devices.healthy, devices.connected)} healthy`
        )}
      </Td>
      <Td>
        <div className="flex flex-wrap gap-1">
          {knownGood.since !== null && <KnownGood because={knownGood.because} />}
          {tags.map((tag) => (
            <Tag key={tag}>{tag}</Tag>
          ))}
        </div>
      </Td>
      <Td className="whitespace-nowrap text-muted text-secondary">
        {author} · <Ago at={createdAt} />
      </Td>
    </tr>
  )
}
