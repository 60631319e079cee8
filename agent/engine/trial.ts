import type { FailureReason } from '../../server/protocol/reported.ts'
import type { TrialPolicy } from '../../server/protocol/trial.ts'
import type { Observation } from './observation.ts'

/** How many times a new release is started at most before it has proven itself, whoever died. */
export const TRIAL_STARTS = 3

export type Trial = {
  /** monotonic */
  since: number
  /** healthy without a break since then */
  healthySince: number | null
  smoke: 'not-yet' | 'running' | 'passed'
  /** what was wrong with the newest observation, for the sentence of a trial that ran out of time */
  lately: string
}

export type TrialVerdict =
  | { kind: 'wait'; trial: Trial; because: string }
  | { kind: 'test'; trial: Trial; because: string }
  | { kind: 'pass'; because: string }
  | { kind: 'fail'; reason: FailureReason; because: string }

export const freshTrial = (mono: number): Trial => ({
  since: mono,
  healthySince: null,
  smoke: 'not-yet',
  lately: 'its health endpoint has not answered yet',
})

/** healthy without a break for `minReadySeconds` within the window, under the memory limit, right version. */
export function judgeTrial(
  trial: Trial,
  seen: Observation,
  expected: { version: string },
  policy: TrialPolicy,
  mono: number,
): TrialVerdict {
  const memory = seen.system.memoryPercent
  if (memory !== null && memory >= policy.maxMemoryPercent)
    return fail('memory-limit', `memory ${memory.toFixed(0)} % reached the limit of ${policy.maxMemoryPercent} %`)
  if (seen.reachable && seen.version !== null && seen.version !== expected.version)
    return fail('version-mismatch', `it says it is ${seen.version}, not ${expected.version}`)
  // immediately, whatever else is said about it.
  if (trial.smoke === 'not-yet' && seen.reachable && seen.status !== 'unhealthy')
    return { kind: 'test', trial: { ...trial, smoke: 'running' }, because: 'it answers: ask it what is known' }
  const wrong = notHealthy(seen)
  const healthySince = wrong ? null : (trial.healthySince ?? mono)
  const next: Trial = { ...trial, healthySince, lately: wrong ?? trial.lately }
  const proven =
    trial.smoke === 'passed' && healthySince !== null && mono - healthySince >= policy.minReadySeconds * 1000
  if (proven) return { kind: 'pass', because: `healthy for ${policy.minReadySeconds} s without a break` }
  if (mono - trial.since >= policy.windowSeconds * 1000)
    return fail('health-not-proven', `not proven healthy within ${policy.windowSeconds} s: ${next.lately}`)
  return { kind: 'wait', trial: next, because: wrong ?? 'healthy, not yet for long enough' }
}

export function notHealthy(seen: Observation): string | null {
  if (!seen.reachable) return 'its health endpoint does not answer'
  if (seen.status === 'unhealthy') return 'it calls itself unhealthy'
  if (seen.health.functional.status === 'unhealthy')
    return (
      seen.health.functional.checks.find((check) => check.status === 'unhealthy')?.because ?? 'a known answer is wrong'
    )
  return null
}

const fail = (reason: FailureReason, because: string): TrialVerdict => ({ kind: 'fail', reason, because })
