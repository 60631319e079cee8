import Link from 'next/link'
import type { ReleaseRow } from '../../server/protocol/views/releases-view.ts'
import { Ago } from '../live/time.tsx'
import { page } from '../paths.ts'
import { bytes, plural } from '../ui/numbers.ts'
import { Table, Td, Th } from '../ui/table.tsx'
import { Checksum, Standing } from './checksum.tsx'
import { architectures, largest, trackRecord } from './track.ts'

/** One row a release; on a phone the same row stands on four lines. */
export function ReleaseList({ releases }: { releases: readonly ReleaseRow[] }) {
  return (
    <>
      <div className="max-lg:hidden">
        <Table label="Releases">
          <thead>
            <tr>
              <Th>Release</Th>
              <Th>Platforms</Th>
              <Th numeric>Size</Th>
              <Th numeric>Needs</Th>
              <Th>Checksum</Th>
              <Th>Signed by key</Th>
              <Th>Goes back to</Th>
              <Th>Track record</Th>
              <Th>Built</Th>
            </tr>
          </thead>
          <tbody>
            {releases.map((release) => (
              <tr key={release.id} className="hover:bg-bg">
                <Td className="py-2.5">
                  <Name release={release} />
                </Td>
                <Td>
                  {plural(release.artifacts.length, 'platform')}
                  <p className="text-muted text-secondary">{architectures(release)}</p>
                </Td>
                <Td numeric>{bytes(largest(release))}</Td>
                <Td numeric className="whitespace-nowrap text-secondary">
                  {release.resources.memoryMb} MB memory
                  <p>{release.resources.diskMb} MB disk</p>
                </Td>
                <Td>
                  <Checksum state={release.checksum} />
                </Td>
                <Td className="font-mono text-secondary">{release.keyId.slice(0, 8)}</Td>
                <Td>
                  <Partner release={release} />
                </Td>
                <Td className="text-secondary">{trackRecord(release.track)}</Td>
                <Td className="whitespace-nowrap">
                  <Ago at={release.createdAt} />
                  <p className="text-muted text-secondary">by {release.createdBy}</p>
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      </div>
      <ul aria-label="Releases" className="divide-y lg:hidden">
        {releases.map((release) => (
          <li key={release.id} className="flex flex-col gap-1 px-4 py-3">
            <Name release={release} />
            <p className="text-secondary">
              {bytes(largest(release))} · {plural(release.artifacts.length, 'platform')} · {release.resources.memoryMb}{' '}
              MB memory
            </p>
            <p className="text-muted text-secondary">{trackRecord(release.track)}</p>
            <p className="flex flex-wrap items-center gap-x-3 text-muted text-secondary">
              <Checksum state={release.checksum} />
              <span>
                <Ago at={release.createdAt} /> by {release.createdBy}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </>
  )
}

function Name({ release }: { release: ReleaseRow }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
      <Link href={page.release(release.id)} className="rounded-mark font-medium hover:underline">
        {release.name} <span className="font-mono">{release.version}</span>
      </Link>
      <Standing release={release} />
    </span>
  )
}

function Partner({ release: { rollbackPartner } }: { release: ReleaseRow }) {
  if (!rollbackPartner) return <span className="text-muted text-secondary">none older</span>
  return (
    <Link href={page.release(rollbackPartner.id)} className="rounded-mark font-mono hover:underline">
      {rollbackPartner.version}
    </Link>
  )
}
