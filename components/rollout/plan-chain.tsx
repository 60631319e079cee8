import Link from 'next/link'
import type { PlanRow } from '../../server/protocol/views/plan-view.ts'
import { At } from '../live/time.tsx'
import { page } from '../paths.ts'
import { PHASE } from '../status/phase.ts'
import { Pill } from '../status/pill.tsx'
import { Card } from '../ui/card.tsx'

/** D-09: every revision and what became of it; what failed stays as it was. Nothing to show while there is only one. */
export function PlanChain({ chain, number }: { chain: readonly PlanRow[]; number: number }) {
  if (chain.length < 2) return null
  return (
    <Card title="Revisions" note="The oldest first" flush>
      <ol className="divide-y">
        {chain.map((plan) => (
          <li key={plan.number} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2">
            {plan.number === number ? (
              <span aria-current="true" className="font-semibold">
                Plan {plan.number}, this one
              </span>
            ) : (
              <Link href={page.plan(plan.number)} className="rounded-mark font-medium text-run-text underline">
                Plan {plan.number}
              </Link>
            )}
            <span className="text-muted text-secondary">
              {plan.to} · by {plan.createdBy} <At at={plan.createdAt} seconds={false} />
              {plan.revisionOf !== null && ` · revision of plan ${plan.revisionOf}`}
            </span>
            <span className="ml-auto">
              <Became plan={plan} />
            </span>
          </li>
        ))}
      </ol>
    </Card>
  )
}

/** The rollout a plan became, with its phase; or that nobody started it. */
export function Became({ plan: { rollout } }: { plan: Pick<PlanRow, 'rollout'> }) {
  if (!rollout) return <span className="text-muted text-secondary">Not started</span>
  const { tone, glyph, label } = PHASE[rollout.phase]
  return (
    <Link href={page.rollout(rollout.id)} className="inline-flex max-w-full rounded-chip hover:underline">
      <Pill tone={tone} glyph={glyph}>
        {label}
      </Pill>
      <span className="sr-only">: open {rollout.name}</span>
    </Link>
  )
}
