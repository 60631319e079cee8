import { redirect } from 'next/navigation'
import { page } from '../../../../components/paths.ts'
import { choiceQuery } from '../../../../components/rollout/new/choice-query.ts'
import { NewRollout } from '../../../../components/rollout/new/new-rollout.tsx'
import { PlanNumber } from '../../../../server/protocol/plan-document.ts'
import { database } from '../../../../server/queries/database.ts'
import { draftsView } from '../../../../server/queries/drafts.ts'
import { newRolloutView } from '../../../../server/queries/new-rollout.ts'
import { rolloutSeed } from '../../../../server/queries/rollout-seed.ts'
import { Frame } from '../../../frame.tsx'
import { signedIn } from '../../../request.ts'

type Search = Promise<Record<string, string | string[] | undefined>>

export default async function NewRolloutPage({ searchParams }: { searchParams: Search }) {
  const { person, now, demo } = await signedIn()
  const { draft, revise, ...chosen } = await searchParams
  const named = {
    draft: typeof draft === 'string' ? draft : null,
    revise: PlanNumber.safeParse(revise).data ?? null,
  }
  const [seed, view, { drafts }] = await Promise.all([
    rolloutSeed(database(), person, named),
    newRolloutView(database(), person, now, demo),
    draftsView(database(), person, now),
  ])
  const filled = seed ? choiceQuery(seed.choices, view.policies) : {}
  // Choices live in the address: who comes by the name of a draft or a plan is led to the one that says what it holds.
  if (Object.keys(chosen).length === 0 && Object.keys(filled).length > 0)
    redirect(
      page.filledRollout({
        ...(named.draft && seed?.draft ? { draft: named.draft } : {}),
        ...revision(seed),
        ...filled,
      }),
    )
  return (
    <Frame crumbs={[{ label: 'Rollouts', href: page.rollouts() }, { label: 'New rollout' }]}>
      <NewRollout view={view} seed={seed} drafts={drafts} />
    </Frame>
  )
}

const revision = (seed: { revisionOf: number | null } | null): Record<string, string> =>
  seed?.revisionOf ? { revise: String(seed.revisionOf) } : {}
