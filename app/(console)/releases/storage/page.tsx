import { page } from '../../../../components/paths.ts'
import { Storage } from '../../../../components/release/storage/storage.tsx'
import { database } from '../../../../server/queries/database.ts'
import { storageView } from '../../../../server/queries/storage.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

export default async function StoragePage() {
  const { person, now } = await signedIn()
  const view = await storageView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Releases', href: page.releases() }, { label: 'Storage' }]}>
      <Storage initial={view} />
    </Frame>
  )
}
