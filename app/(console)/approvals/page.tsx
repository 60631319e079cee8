import { Approvals } from '../../../components/approval/approvals.tsx'
import { approvalsView } from '../../../server/queries/approvals.ts'
import { database } from '../../../server/queries/database.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

export default async function ApprovalsPage() {
  const { person, now } = await signedIn()
  const view = await approvalsView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Approvals' }]}>
      <Approvals initial={view} />
    </Frame>
  )
}
