import { notFound } from 'next/navigation'
import { page } from '../../../../../components/paths.ts'
import { Plan } from '../../../../../components/rollout/plan/plan.tsx'
import { PlanNumber } from '../../../../../server/protocol/plan-document.ts'
import { database } from '../../../../../server/queries/database.ts'
import { planView } from '../../../../../server/queries/plan.ts'
import { planDiffView } from '../../../../../server/queries/plan-diff.ts'
import { plansView } from '../../../../../server/queries/plans.ts'
import { Frame } from '../../../../frame.tsx'
import { signedIn } from '../../../../request.ts'
import { planNumber } from '../../../ids.ts'

type Props = {
  params: Promise<{ number: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export default async function PlanPage({ params, searchParams }: Props) {
  const { person, now } = await signedIn()
  const number = planNumber((await params).number)
  const view = number === null ? null : await planView(database(), person, now, number)
  if (!view) notFound()
  const against = PlanNumber.safeParse((await searchParams).against).data
  const [diff, { plans }] = await Promise.all([
    against === undefined ? null : planDiffView(database(), now, against, view.number),
    plansView(database(), person, now),
  ])
  const others = plans.filter((plan) => plan.number !== view.number)
  return (
    <Frame
      crumbs={[
        { label: 'Rollouts', href: page.rollouts() },
        { label: 'Plans', href: page.plans() },
        { label: `Plan ${view.number}` },
      ]}
    >
      <Plan key={view.number} initial={view} others={others} diff={diff} />
    </Frame>
  )
}
