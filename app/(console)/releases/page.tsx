import { Releases } from '../../../components/release/releases.tsx'
import { database } from '../../../server/queries/database.ts'
import { releasesView } from '../../../server/queries/releases.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

export default async function ReleasesPage() {
  const { person, now } = await signedIn()
  const view = await releasesView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Releases' }]}>
      <Releases initial={view} />
    </Frame>
  )
}
