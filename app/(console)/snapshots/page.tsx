import { Snapshots } from '../../../components/snapshot/snapshots.tsx'
import { database } from '../../../server/queries/database.ts'
import { snapshotsView } from '../../../server/queries/snapshots.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

export default async function SnapshotsPage() {
  const { person, now, demo } = await signedIn()
  const view = await snapshotsView(database(), person, now, demo)
  return (
    <Frame crumbs={[{ label: 'Snapshots' }]}>
      <Snapshots initial={view} />
    </Frame>
  )
}
