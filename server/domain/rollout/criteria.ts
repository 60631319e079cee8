import type { Criteria } from '../../protocol/plan-document.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { counted, rounded } from '../counted.ts'
import { duration } from '../instant.ts'
import { soakOf } from './soak.ts'

type Words = { readonly successCriteria: string; readonly rollbackCriteria?: string | undefined }

/** what a person wrote, and in words what the policy measures. Limits always exist: a policy without is refused. */
export function criteriaOf(words: Words, policy: RolloutPolicy, target: string): Criteria {
  const { gate, trial } = policy
  return {
    success: words.successCriteria,
    measured: [
      `Every device that can be reached runs ${target} and has proven it by its health checks for ${duration(trial.minReadySeconds)}.`,
      ...(policy.rollbackDrill
        ? [
            `Before the canary soaks, one of its devices goes back within ${duration(policy.installTimeoutSeconds)}, proves the old version, and takes the new one again.`,
          ]
        : []),
      `Each wave passes its gate after ${duration(policy.canarySoakSeconds)} (canary) or ${duration(soakOf(policy, 1))}, judged on at least ${counted(gate.minRequests, 'request')} and ${percent(gate.minCoveragePercent)} of its devices.`,
      `Against the ${duration(policy.baselineWindowSeconds)} before the start, error rate, latency and memory stay within the limits below.`,
    ],
    rollback: rollbackOf(policy),
    ownRollback: words.rollbackCriteria ?? null,
  }
}

const WAVE = 'the wave goes back'

function rollbackOf({ gate, trial }: RolloutPolicy): Criteria['rollback'] {
  return [
    {
      rule: 'R-061',
      when: `Error rate more than ${points(gate.maxErrorRateIncreasePoints)} above baseline`,
      breach: WAVE,
    },
    {
      rule: 'R-062',
      when: `P95 latency more than ${percent(gate.maxP95IncreasePercent)} above baseline`,
      breach: WAVE,
    },
    {
      rule: 'R-063',
      when: `${counted(trial.maxRestarts, 'restart')} in ${duration(trial.restartWindowSeconds)} on any device`,
      breach: WAVE,
    },
    { rule: 'R-064', when: `Memory above ${percent(gate.maxMemoryPercent)} on any device that runs it`, breach: WAVE },
    {
      rule: 'R-065',
      when: `More than ${percent(gate.maxUnreachablePercent)} of the wave silent or dark; offline before does not count`,
      breach: WAVE,
    },
    { rule: 'R-124', when: `More than ${percent(gate.maxFailedPercent)} of the wave’s devices failed`, breach: WAVE },
    {
      rule: 'R-066',
      when: `Error rate of everything deployed more than ${points(gate.maxFleetErrorRateIncreasePoints)} above baseline`,
      breach: 'every wave goes back',
    },
    {
      rule: 'R-067',
      when: 'Three waves or more, each worse than the one before, the newest past half of its limit',
      breach: 'every wave goes back',
    },
  ]
}

const percent = (value: number) => `${rounded(value)} %`
const points = (value: number) => counted(rounded(value), 'percentage point')
