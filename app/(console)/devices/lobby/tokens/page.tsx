import { Tokens } from '../../../../../components/enrolment/tokens.tsx'
import { page } from '../../../../../components/paths.ts'
import { database } from '../../../../../server/queries/database.ts'
import { enrolmentTokensView } from '../../../../../server/queries/enrolment-tokens.ts'
import { Frame } from '../../../../frame.tsx'
import { signedIn } from '../../../../request.ts'

export default async function EnrolmentTokensPage() {
  const { person, now } = await signedIn()
  const view = await enrolmentTokensView(database(), person, now)
  return (
    <Frame
      crumbs={[
        { label: 'Devices', href: page.devices() },
        { label: 'Lobby', href: page.lobby() },
        { label: 'Enrolment tokens' },
      ]}
    >
      <Tokens initial={view} />
    </Frame>
  )
}
