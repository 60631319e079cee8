import { page } from '../../../../components/paths.ts'
import { Plans } from '../../../../components/rollout/plan/plans.tsx'
import { database } from '../../../../server/queries/database.ts'
import { plansView } from '../../../../server/queries/plans.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

export default async function PlansPage() {
  const { person, now } = await signedIn()
  const view = await plansView(database(), person, now)
  return (
    <Frame crumbs={[{ label: 'Rollouts', href: page.rollouts() }, { label: 'Plans' }]}>
      <Plans initial={view} />
    </Frame>
  )
}
