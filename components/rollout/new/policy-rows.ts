import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import { count, duration, measured } from '../../ui/numbers.ts'

export type Rule = { metric: string; rule: string; breach: string }

/** Each gate as the sentence it is, with its unit: "5 %" alone can be read two ways (D-03). */
export function gateRules({ gate, trial }: RolloutPolicy): Rule[] {
  const back = 'wave rolls back'
  return [
    {
      metric: 'Error rate',
      rule: `more than ${number(gate.maxErrorRateIncreasePoints)} percentage points above baseline`,
      breach: back,
    },
    {
      metric: 'P95 latency',
      rule: `more than ${number(gate.maxP95IncreasePercent)} % above baseline, relative`,
      breach: back,
    },
    {
      metric: 'Crash loop',
      rule: `${trial.maxRestarts} restarts or more in ${duration(trial.restartWindowSeconds)} on any device`,
      breach: back,
    },
    {
      metric: 'Memory',
      rule: `more than ${number(gate.maxMemoryPercent)} % used on any deployed device`,
      breach: back,
    },
    {
      metric: 'Unreachable',
      rule: `more than ${number(gate.maxUnreachablePercent)} % of the wave’s devices silent or dark`,
      breach: back,
    },
    {
      metric: 'Failed devices',
      rule: `more than ${number(gate.maxFailedPercent)} % of the wave’s exposed devices`,
      breach: back,
    },
    {
      metric: 'Error rate, all deployed',
      rule: `more than ${number(gate.maxFleetErrorRateIncreasePoints)} percentage points above baseline`,
      breach: 'every wave rolls back',
    },
    {
      metric: 'Enough evidence',
      rule: `at least ${count(gate.minRequests)} requests and ${number(gate.minCoveragePercent)} % of the devices reporting`,
      breach: 'otherwise waits, then asks a person',
    },
  ]
}

const number = (value: number) => (Number.isInteger(value) ? count(value) : measured(value))
