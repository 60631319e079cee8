import { page } from '../../../components/paths.ts'
import { Sites } from '../../../components/site/sites.tsx'
import { database } from '../../../server/queries/database.ts'
import { sitesView } from '../../../server/queries/sites.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

export default async function SitesPage() {
  const { person, now } = await signedIn()
  const view = await sitesView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Devices', href: page.devices() }, { label: 'Sites' }]}>
      <Sites initial={view} />
    </Frame>
  )
}
