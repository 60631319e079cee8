import { problemsAt } from '../adapters/prisma/config-problems.ts'
import { fleetHistory } from '../adapters/prisma/fleet-history.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { rolloutsAheadOf } from '../adapters/prisma/rollouts-ahead.ts'
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
import { isStrategy, type Strategy } from '../protocol/strategy.ts'
import type { RolloutAhead } from '../protocol/views/rollout-ahead.ts'
import { planHash } from './plan-hash.ts'
import { type Candidate, rolloutCandidates } from './rollout-candidates.ts'
import { type RolloutTarget, rolloutTarget } from './rollout-target.ts'
import { refuseProblems } from './set-config-layer.ts'

export type PlannedRollout = {
  readonly target: RolloutTarget
  /** arm B of an A/B rollout; null: nothing is compared */
  readonly other: RolloutTarget | null
  readonly policy: RolloutPolicy
  readonly plan: Plan
  readonly candidates: readonly Candidate[]
  /** rollouts that have some of the devices that were asked for */
  readonly ahead: readonly RolloutAhead[]
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
  const compared = await otherTarget(tx, asked, target, policy.strategy)
  if (!compared.ok) return compared
  const other = compared.value
  const candidates = await candidatesFor(
    tx,
    asked.selector,
    target,
    other,
    policy.strategy,
    asked.behind !== undefined,
    now,
  )
  for (const each of other ? [target, other] : [target]) {
    const unsuited = refuseUnsuited(each, candidates)
    if (unsuited) return unsuited
  }
  const taking = candidates.filter((device) => device.excluded === null)
  const never = budgetRefusal(taking, await unitTotals(tx, taking), policy.budget)
  if (never) return refuse('conflict', never)
  const history = await fleetHistory(tx, now)
  const arms = other && { a: wordsOf(target), b: wordsOf(other) }
  const planned = makePlan(candidates, asked.selector, policy, asked.canarySwaps, history, saved, arms)
  if (!planned.ok) return planned
  const plan = planned.value
  const hash = planHash(plan, policy, other ? `${target.contentHash} ${other.contentHash}` : target.contentHash)
  const ahead = await aheadOf(tx, asked, candidates, now)
  return accept({ target, other, policy, plan: { ...plan, hash }, candidates, ahead })
}

/** what is compared with the target; null where the strategy compares nothing. */
async function otherTarget(
  tx: Prisma.TransactionClient,
  { other }: Pick<PreviewRollout, 'other'>,
  target: RolloutTarget,
  strategy: Strategy,
): Promise<Ack<RolloutTarget | null>> {
  if (strategy !== 'a-b')
    return other
      ? refuse('conflict', 'Only A/B compares two versions: choose the strategy a-b, or leave the other one out.')
      : accept(null)
  if (!other)
    return refuse('conflict', 'R-023: A/B compares two versions: say which release or snapshot is arm B (other).')
  const found = await rolloutTarget(tx, other)
  if (found.ok && found.value.contentHash === target.contentHash)
    return refuse('conflict', 'R-023: both arms are the same release and configuration: choose another one for arm B.')
  return found
}

const wordsOf = ({ release }: RolloutTarget) => `${release.name} ${release.version}`

/** Who can take the target, and the other one where there is one; the download is the larger of the two. */
async function candidatesFor(
  tx: Prisma.TransactionClient,
  selector: PreviewRollout['selector'],
  target: RolloutTarget,
  other: RolloutTarget | null,
  strategy: Strategy,
  waits: boolean,
  now: Instant,
): Promise<readonly Candidate[]> {
  const first = await rolloutCandidates(tx, selector, target, strategy, waits, now)
  if (!other) return first
  const second = await rolloutCandidates(tx, selector, other, strategy, waits, now)
  const others = new Map(second.map((device) => [device.deviceId, device]))
  return first.map((device) => {
    const other = others.get(device.deviceId)
    if (!other) return device
    return { ...device, bytes: Math.max(device.bytes, other.bytes), excluded: device.excluded ?? other.excluded }
  })
}

/** Of the devices it takes when it waits for them; of those it leaves out when it does not. */
const aheadOf = (
  tx: Prisma.TransactionClient,
  { behind }: PreviewRollout,
  candidates: readonly Candidate[],
  now: Instant,
) =>
  rolloutsAheadOf(
    tx,
    candidates
      .filter(({ busy, excluded }) => busy && (excluded === null) === (behind !== undefined))
      .map((one) => one.deviceId),
    behind?.priority ?? null,
    now,
  )

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
