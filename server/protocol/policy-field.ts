import { z } from 'zod'
import type { GatePolicy, RolloutPolicy } from './policy.ts'
import type { TrialPolicy } from './trial.ts'

const OF_POLICY = [
  'canaryPercent',
  'canarySoakSeconds',
  'waveSoakSeconds',
  'gateGraceSeconds',
  'approvalsNeeded',
  'approvalExpiresSeconds',
  'installTimeoutSeconds',
  'darkAfterSeconds',
  'rollbackVerifySeconds',
  'baselineWindowSeconds',
  'baselineMinRequests',
] as const satisfies readonly (keyof RolloutPolicy)[]

const OF_GATE = [
  'maxErrorRateIncreasePoints',
  'maxP95IncreasePercent',
  'maxMemoryPercent',
  'maxUnreachablePercent',
  'maxFailedPercent',
  'maxFleetErrorRateIncreasePoints',
  'minRequests',
  'minCoveragePercent',
] as const satisfies readonly (keyof GatePolicy)[]

const OF_TRIAL = [
  'windowSeconds',
  'minReadySeconds',
  'intervalSeconds',
  'timeoutSeconds',
  'maxRestarts',
  'restartWindowSeconds',
  'maxMemoryPercent',
] as const satisfies readonly (keyof TrialPolicy)[]

/** Every number of a policy that may be set, by its place in it. Waves are two: the first has limits of its own. */
export const PolicyKey = z.enum([
  ...OF_POLICY,
  'wavePercents.first',
  'wavePercents.later',
  ...OF_GATE.map((key) => `gate.${key}` as const),
  ...OF_TRIAL.map((key) => `trial.${key}` as const),
])
export type PolicyKey = z.infer<typeof PolicyKey>

/** One of them with what it may be: outside, the policy is refused with these words. */
export const PolicyField = z.object({
  key: PolicyKey,
  /** the requirement that bounds it, or null */
  rule: z.string().nullable(),
  unit: z.enum(['seconds', 'percent', 'points', 'count']),
  least: z.number(),
  most: z.number(),
  /** completes "R-047: …" */
  says: z.string(),
})
export type PolicyField = z.infer<typeof PolicyField>

/** What the policy has there; more than one for the later waves, none when there are no later waves. */
export function policyValues(policy: RolloutPolicy, key: PolicyKey): readonly number[] {
  if (key === 'wavePercents.first') return policy.wavePercents.slice(0, 1)
  if (key === 'wavePercents.later') return policy.wavePercents.slice(1)
  const gate = OF_GATE.find((name) => key === `gate.${name}`)
  if (gate) return [policy.gate[gate]]
  const trial = OF_TRIAL.find((name) => key === `trial.${name}`)
  if (trial) return [policy.trial[trial]]
  return OF_POLICY.flatMap((name) => (key === name ? [policy[name]] : []))
}

/** The same policy with another number there. Waves are changed as a whole, not here. */
export function withPolicyValue(policy: RolloutPolicy, key: PolicyKey, value: number): RolloutPolicy {
  const [part, name = ''] = key.split('.')
  if (part === 'gate') return { ...policy, gate: { ...policy.gate, [name]: value } }
  if (part === 'trial') return { ...policy, trial: { ...policy.trial, [name]: value } }
  return { ...policy, [key]: value }
}
