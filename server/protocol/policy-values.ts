import type { DisruptionBudget, GatePolicy, Ramp, RolloutPolicy } from './policy.ts'
import type { TrialPolicy } from './trial.ts'

const OF_POLICY = [
  'canaryPercent',
  'maxUnavailablePercent',
  'comparePercent',
  'compareSeconds',
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

const OF_RAMP = [
  'devicesPerMinute',
  'concurrentPerSite',
  'bytesPerSecondPerSite',
] as const satisfies readonly (keyof Ramp)[]

const OF_BUDGET = ['sitePercent', 'groupAvailable'] as const satisfies readonly (keyof DisruptionBudget)[]

/** Numbers of a policy that are set one by one, by their place in it. Without zod: the browser needs them at first paint. */
export const SINGLE_KEYS = [
  ...OF_POLICY,
  ...OF_GATE.map((name) => `gate.${name}` as const),
  ...OF_TRIAL.map((name) => `trial.${name}` as const),
  ...OF_RAMP.map((name) => `ramp.${name}` as const),
  ...OF_BUDGET.map((name) => `budget.${name}` as const),
] as const

/** Waves are two: the first has limits of its own. */
export const POLICY_KEYS = [...SINGLE_KEYS, 'wavePercents.first', 'wavePercents.later'] as const
export type PolicyKey = (typeof POLICY_KEYS)[number]

/** What the policy has there; more than one for the later waves, none when there are no later waves. */
export function policyValues(policy: RolloutPolicy, key: PolicyKey): readonly number[] {
  if (key === 'wavePercents.first') return policy.wavePercents.slice(0, 1)
  if (key === 'wavePercents.later') return policy.wavePercents.slice(1)
  const gate = OF_GATE.find((name) => key === `gate.${name}`)
  if (gate) return [policy.gate[gate]]
  const trial = OF_TRIAL.find((name) => key === `trial.${name}`)
  if (trial) return [policy.trial[trial]]
  const ramp = OF_RAMP.find((name) => key === `ramp.${name}`)
  if (ramp) return [policy.ramp[ramp]]
  const budget = OF_BUDGET.find((name) => key === `budget.${name}`)
  if (budget) return [policy.budget[budget]]
  return OF_POLICY.flatMap((name) => (key === name ? [policy[name]] : []))
}

/** The same policy with another number there. Waves are changed as a whole, not here. */
export function withPolicyValue(policy: RolloutPolicy, key: PolicyKey, value: number): RolloutPolicy {
  const [part, name = ''] = key.split('.')
  if (part === 'gate') return { ...policy, gate: { ...policy.gate, [name]: value } }
  if (part === 'trial') return { ...policy, trial: { ...policy.trial, [name]: value } }
  if (part === 'ramp') return { ...policy, ramp: { ...policy.ramp, [name]: value } }
  if (part === 'budget') return { ...policy, budget: { ...policy.budget, [name]: value } }
  return { ...policy, [key]: value }
}

/** Whether the policy's strategy looks at this number at all: batches have one size, and are watched until they are ready. */
export function isLookedAt({ strategy }: Pick<RolloutPolicy, 'strategy'>, key: PolicyKey): boolean {
  if (key === 'comparePercent' || key === 'compareSeconds') return strategy === 'a-b'
  const ofWaves = key === 'waveSoakSeconds' || key === 'wavePercents.first' || key === 'wavePercents.later'
  return strategy === 'rolling-update' ? !ofWaves : key !== 'maxUnavailablePercent'
}
