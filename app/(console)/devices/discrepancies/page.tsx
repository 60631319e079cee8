import { page } from '../../../../components/paths.ts'
import { Discrepancies } from '../../../../components/registry/discrepancies.tsx'
import { database } from '../../../../server/queries/database.ts'
import { discrepanciesView } from '../../../../server/queries/discrepancies.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

export default async function DiscrepanciesPage() {
  const { person, now } = await signedIn()
  const view = await discrepanciesView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Devices', href: page.devices() }, { label: 'Discrepancies' }]}>
      <Discrepancies initial={view} />
    </Frame>
  )
}
