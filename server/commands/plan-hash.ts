import { contentHash, sha256Of } from '../adapters/prisma/content-hash.ts'
import { STANDARD_POLICY } from '../domain/rollout/default-policies.ts'
import type { UnhashedPlan } from '../domain/rollout/make-plan.ts'
import type { RolloutPolicy } from '../protocol/policy.ts'

/**
 * What an approval is bound to: who is walked in which order, under which policy, to what. Who happens to be offline is not
 * in it: a plan is the same while the walk is. What is as it was before it could be chosen is not in it either, so that
 * plans made then keep their hash.
 */
export function planHash(plan: UnhashedPlan, policy: RolloutPolicy, target: string): string {
  const order = sha256Of(
    plan.order
      .map(({ deviceId, wave, arm }) => (arm ? `${deviceId} ${wave} ${arm}` : `${deviceId} ${wave}`))
      .join('\n'),
  )
  return contentHash({
    order,
    selector: plan.selector,
    uncovered: plan.canary.uncovered,
    policy: chosenIn(policy),
    target,
  })
}

type Chosen = Omit<Partial<RolloutPolicy>, 'ramp'> & { readonly ramp?: Partial<RolloutPolicy['ramp']> }

function chosenIn(asked: RolloutPolicy): Chosen {
  const policy = { ...asked, ramp: rampIn(asked) }
  if (policy.strategy === 'a-b') return policy
  const { comparePercent: _, compareSeconds: __, ...uncompared } = policy
  const { rollbackDrill, ...undrilled } = uncompared
  const { strategy, maxUnavailablePercent, ramp, budget, ...before } = undrilled
  const since = contentHash({ strategy, maxUnavailablePercent, ramp, budget })
  return rollbackDrill ? uncompared : since === UNCHOSEN ? before : undrilled
}

/** A cap on bytes could not always be chosen. */
function rampIn({ ramp }: Pick<RolloutPolicy, 'ramp'>): Chosen['ramp'] {
  const { bytesPerSecondPerSite, ...before } = ramp
  return bytesPerSecondPerSite > 0 ? ramp : before
}

const UNCHOSEN = contentHash({
  strategy: STANDARD_POLICY.strategy,
  maxUnavailablePercent: STANDARD_POLICY.maxUnavailablePercent,
  ramp: rampIn(STANDARD_POLICY),
  budget: STANDARD_POLICY.budget,
})
