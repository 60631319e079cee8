import { problemsAt } from '../adapters/prisma/config-problems.ts'
import { fleetHistory } from '../adapters/prisma/fleet-history.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { unitTotals } from '../adapters/prisma/surroundings.ts'
import { budgetRefusal } from '../domain/rollout/budget-refusal.ts'
import { DEMO_POLICY, STANDARD_POLICY } from '../domain/rollout/default-policies.ts'
import { makePlan } from '../domain/rollout/make-plan.ts'
import { policyRefusal } from '../domain/rollout/policy-limits.ts'
import { startRefusal } from '../domain/rollout/start-at.ts'
import { strategyRefusal } from '../domain/rollout/strategies.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { PreviewRollout } from '../protocol/commands/create-rollout.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Plan } from '../protocol/plan.ts'
import type { RolloutPolicy } from '../protocol/policy.ts'
import { isStrategy } from '../protocol/strategy.ts'
import { planHash } from './plan-hash.ts'
import { type Candidate, rolloutCandidates } from './rollout-candidates.ts'
import { type RolloutTarget, rolloutTarget } from './rollout-target.ts'
import { refuseProblems } from './set-config-layer.ts'

export type PlannedRollout = {
  readonly target: RolloutTarget
  readonly policy: RolloutPolicy
  readonly plan: Plan
  readonly candidates: readonly Candidate[]
}

/** From what a person asked for to a frozen plan, or the reason why not. `saved`: of the plan that is made again. Writes nothing. */
export async function planRollout(
  tx: Prisma.TransactionClient,
  asked: PreviewRollout,
  demo: boolean,
  now: Instant,
  saved: Plan['canary'] | null = null,
): Promise<Ack<PlannedRollout>> {
  const shaped = policyOf(asked, demo)
  if (!shaped.ok) return shaped
  const policy = shaped.value
  const start = startRefusal(asked.startAt, now)
  if (start) return refuse('conflict', start)
  const found = await rolloutTarget(tx, asked)
  if (!found.ok) return found
  const target = found.value
  const candidates = await rolloutCandidates(tx, asked.selector, target, policy.strategy, now)
  const unsuited = refuseUnsuited(target, candidates)
  if (unsuited) return unsuited
  const taking = candidates.filter((device) => device.excluded === null)
  const never = budgetRefusal(taking, await unitTotals(tx, taking), policy.budget)
  if (never) return refuse('conflict', never)
  const history = await fleetHistory(tx, now)
  const planned = makePlan(candidates, asked.selector, policy, asked.canarySwaps, history, saved)
  if (!planned.ok) return planned
  const plan = planned.value
  const hash = planHash(plan, policy, target.contentHash)
  return accept({ target, policy, plan: { ...plan, hash }, candidates })
}

/** Devices may have moved between sites and groups since the configuration was last checked. */
function refuseUnsuited({ config, manifest }: RolloutTarget, candidates: readonly Candidate[]) {
  if (!manifest.configSchema) return null
  return refuseProblems(
    problemsAt(
      candidates.filter((device) => device.excluded === null),
      config,
      manifest,
    ),
  )
}

/** The policy asked for, walked by the strategy asked for, if both can be had. */
function policyOf(asked: Pick<PreviewRollout, 'strategy' | 'policy'>, demo: boolean): Ack<RolloutPolicy> {
  const base = asked.policy ?? (demo ? DEMO_POLICY : STANDARD_POLICY)
  const wanted = asked.strategy ?? base.strategy
  const unknown = strategyRefusal(wanted)
  if (unknown || !isStrategy(wanted)) return refuse('conflict', unknown ?? '')
  const policy = { ...base, strategy: wanted }
  const limit = policyRefusal(policy, demo)
  return limit ? refuse('conflict', limit) : accept(policy)
}
