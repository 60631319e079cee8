import { notFound } from 'next/navigation'
import { page } from '../../../../components/paths.ts'
import { Snapshot } from '../../../../components/snapshot/snapshot.tsx'
import { SnapshotNumber } from '../../../../server/protocol/commands/snapshots.ts'
import { database } from '../../../../server/queries/database.ts'
import { snapshotView } from '../../../../server/queries/snapshot.ts'
import { snapshotDiffView } from '../../../../server/queries/snapshot-diff.ts'
import { snapshotsView } from '../../../../server/queries/snapshots.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'
import { snapshotNumber } from '../../ids.ts'

type Props = {
  params: Promise<{ number: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function SnapshotPage({ params, searchParams }: Props) {
  const { person, now, demo } = await signedIn()
  const number = snapshotNumber((await params).number)
  const { a, b, device } = await searchParams
  const asked = typeof device === 'string' ? device : null
  const view = number === null ? null : await snapshotView(database(), person, now, demo, number, asked)
  if (!view) notFound()
  const pair = [SnapshotNumber.safeParse(a).data, SnapshotNumber.safeParse(b).data] as const
  const diff = pair[0] && pair[1] ? await snapshotDiffView(database(), now, pair[0], pair[1]) : null
  const { snapshots } = await snapshotsView(database(), person, now, demo)
  const others = snapshots
    .filter((one) => one.number !== view.number)
    .map((one) => ({ number: one.number, label: `${one.number} · ${one.release.name} ${one.release.version}` }))
  return (
    <Frame crumbs={[{ label: 'Snapshots', href: page.snapshots() }, { label: `Snapshot ${view.number}` }]}>
      <Snapshot initial={view} device={asked} others={others} diff={diff} />
    </Frame>
  )
}
