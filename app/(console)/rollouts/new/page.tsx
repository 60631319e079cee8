import { page } from '../../../../components/paths.ts'
import { NewRollout } from '../../../../components/rollout/new/new-rollout.tsx'
import { database } from '../../../../server/queries/database.ts'
import { newRolloutView } from '../../../../server/queries/new-rollout.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

export default async function NewRolloutPage() {
  const { person, now, demo } = await signedIn()
  const view = await newRolloutView(database(), person, now, demo)
  return (
    <Frame crumbs={[{ label: 'Rollouts', href: page.rollouts() }, { label: 'New rollout' }]}>
      <NewRollout view={view} />
    </Frame>
  )
}
