import { problemsAt } from '../adapters/prisma/config-problems.ts'
import { fleetHistory } from '../adapters/prisma/fleet-history.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { DEMO_POLICY, STANDARD_POLICY } from '../domain/rollout/default-policies.ts'
import { makePlan } from '../domain/rollout/make-plan.ts'
import { policyRefusal } from '../domain/rollout/policy-limits.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { PreviewRollout } from '../protocol/commands/create-rollout.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Plan } from '../protocol/plan.ts'
import type { RolloutPolicy } from '../protocol/policy.ts'
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
  if (asked.strategy !== 'canary-rolling') return refuse('conflict', strategyRefusal(asked.strategy))
  const policy = asked.policy ?? (demo ? DEMO_POLICY : STANDARD_POLICY)
  const limit = policyRefusal(policy, demo)
  if (limit) return refuse('conflict', limit)
  const found = await rolloutTarget(tx, asked)
  if (!found.ok) return found
  const target = found.value
  const candidates = await rolloutCandidates(tx, asked.selector, target, now)
  const unsuited = refuseUnsuited(target, candidates)
  if (unsuited) return unsuited
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

function strategyRefusal(strategy: string): string {
  if (/^big-?bang$/i.test(strategy))
    return 'R-024: big bang does not exist here; every rollout is staged. Choose canary-rolling.'
  return `The strategy “${strategy}” does not exist. Choose canary-rolling.`
}
