import { Lobby } from '../../../../components/enrolment/lobby.tsx'
import { page } from '../../../../components/paths.ts'
import { database } from '../../../../server/queries/database.ts'
import { lobbyView } from '../../../../server/queries/lobby.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

export default async function LobbyPage() {
  const { person, now } = await signedIn()
  const view = await lobbyView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Devices', href: page.devices() }, { label: 'Lobby' }]}>
      <Lobby initial={view} />
    </Frame>
  )
}
