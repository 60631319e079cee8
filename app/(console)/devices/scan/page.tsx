import { page } from '../../../../components/paths.ts'
import { Scan } from '../../../../components/scan/scan.tsx'
import { database } from '../../../../server/queries/database.ts'
import { scansView } from '../../../../server/queries/scans.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

export default async function ScanPage() {
  const { person, now } = await signedIn()
  const view = await scansView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Devices', href: page.devices() }, { label: 'Scan' }]}>
      <Scan initial={view} />
    </Frame>
  )
}
