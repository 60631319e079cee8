'use client'

import { useQuery } from '@tanstack/react-query'
import type { PlanDiffView, PlanRow, PlanView } from '../../../server/protocol/views/plan-view.ts'
import { useReader, useRoom, useView } from '../../live/use-view.ts'
import { api, room } from '../../paths.ts'
import { Card } from '../../ui/card.tsx'
import { Criteria } from '../criteria.tsx'
import { Blast } from '../new/blast.tsx'
import { GateRules } from '../new/gate-rules.tsx'
import { PlanChain } from '../plan-chain.tsx'
import { CanaryCard } from './canary-card.tsx'
import { ComparePlans } from './compare-plans.tsx'
import { Facts, Waves } from './document.tsx'
import { PlanHeader } from './header.tsx'
import { PreflightThenNow } from './preflight-then-now.tsx'
import { SinceThen } from './since-then.tsx'
import { StartPlan } from './start-plan.tsx'

const schema = async () => (await import('../../../server/protocol/views/plan-view.ts')).PlanView
const nowSchema = async () => (await import('../../../server/protocol/views/plan-view.ts')).PlanNowView

/** Planning a large fleet takes the server a second or two: often enough to be true, not more. */
const ASKS_AGAIN_MS = 15_000

type Props = { initial: PlanView; others: readonly PlanRow[]; diff: PlanDiffView | null }

/** The plan as it was decided about, beside what would come out now. */
export function Plan({ initial, others, diff }: Props) {
  const { number } = initial
  useRoom(room.rollouts())
  const { view } = useView({ room: room.rollouts(), path: api.planOf(number), schema, initial })
  const { now, again } = usePlanNow(view)
  const { document, rollout } = view
  return (
    <>
      <title>{`Plan ${number} · ${view.name}`}</title>
      <PlanHeader view={view} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_340px]">
        <div className="flex min-w-0 flex-col gap-4">
          {!rollout && now && <SinceThen view={view} now={now} />}
          <ComparePlans number={number} others={others} diff={diff} />
          <Facts view={view} />
          <Criteria criteria={document.criteria} />
          <Waves view={view} />
          <CanaryCard canary={document.seen.plan.canary} />
          <Card title="Gates" note="With the level they were compared with when the plan was saved" flush>
            <GateRules policy={document.policy} preview={document.seen} />
          </Card>
          <PreflightThenNow
            saved={document.seen.preflight}
            later={rollout ? view.atStart : (now?.preflight ?? [])}
            laterIs={rollout ? 'At the start' : 'Now'}
          />
          <PlanChain chain={view.chain} number={number} />
        </div>
        <div className="flex min-w-0 flex-col gap-4 lg:sticky lg:top-15 lg:-m-1 lg:max-h-[calc(100dvh-80px)] lg:overflow-y-auto lg:p-1">
          {!rollout && <StartPlan view={view} now={now} onRefused={again} />}
          <Blast
            policy={document.policy}
            preview={document.seen}
            problem={null}
            unread={null}
            catchingUp={false}
            past={rollout !== null}
          />
        </div>
      </div>
    </>
  )
}

/** The same request planned now, while nobody started it. */
function usePlanNow({ number, rollout }: PlanView) {
  const read = useReader()
  const query = useQuery({
    queryKey: ['plan now', number],
    queryFn: ({ signal }) => read(api.planNow(number), nowSchema, signal),
    enabled: rollout === null,
    refetchInterval: ASKS_AGAIN_MS,
  })
  return { now: query.data ?? null, again: () => void query.refetch() }
}
