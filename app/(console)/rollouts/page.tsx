import { Rollouts } from '../../../components/rollout/rollouts.tsx'
import { database } from '../../../server/queries/database.ts'
import { rolloutsView } from '../../../server/queries/rollouts.ts'
import { Frame } from '../../frame.tsx'
import { signedIn } from '../../request.ts'

export default async function RolloutsPage() {
  const { person, now } = await signedIn()
  const view = await rolloutsView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Rollouts' }]}>
      <Rollouts initial={view} />
    </Frame>
  )
}
