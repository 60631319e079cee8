import type { RolloutPolicy } from '../../../server/protocol/policy.ts'
import type { PlanPreview } from '../../../server/protocol/views/new-rollout-view.ts'
import { count, duration } from '../../ui/numbers.ts'
import { number } from './policy-units.ts'
import { FIELD_WORDS, type SingleKey } from './policy-words.ts'

/** `here`: what the limit means for the devices that are chosen, as they are now */
type Rule = { metric: string; rule: string; here: string; breach: string }

/** Each gate as the sentence it is, with its unit: "5 %" alone can be read two ways (D-03). */
export function gateRules(policy: RolloutPolicy, preview: PlanPreview | null): Rule[] {
  const { gate, trial } = policy
  const here = (key: SingleKey) => FIELD_WORDS[key].means(policy, preview)
  const back = 'wave rolls back'
  return [
    {
      metric: 'Error rate',
      rule: `more than ${number(gate.maxErrorRateIncreasePoints)} percentage points above baseline`,
      here: here('gate.maxErrorRateIncreasePoints'),
      breach: back,
    },
    {
      metric: 'P95 latency',
      rule: `more than ${number(gate.maxP95IncreasePercent)} % above baseline, relative`,
      here: here('gate.maxP95IncreasePercent'),
      breach: back,
    },
    {
      metric: 'Crash loop',
      rule: `${trial.maxRestarts} restarts or more in ${duration(trial.restartWindowSeconds)} on any device`,
      here: here('trial.maxRestarts'),
      breach: back,
    },
    {
      metric: 'Memory',
      rule: `more than ${number(gate.maxMemoryPercent)} % used on any deployed device`,
      here: here('gate.maxMemoryPercent'),
      breach: back,
    },
    {
      metric: 'Unreachable',
      rule: `more than ${number(gate.maxUnreachablePercent)} % of the wave’s devices silent or dark`,
      here: here('gate.maxUnreachablePercent'),
      breach: back,
    },
    {
      metric: 'Failed devices',
      rule: `more than ${number(gate.maxFailedPercent)} % of the wave’s exposed devices`,
      here: here('gate.maxFailedPercent'),
      breach: back,
    },
    {
      metric: 'Error rate, all deployed',
      rule: `more than ${number(gate.maxFleetErrorRateIncreasePoints)} percentage points above baseline`,
      here: here('gate.maxFleetErrorRateIncreasePoints'),
      breach: 'every wave rolls back',
    },
    {
      metric: 'Trend over waves',
      rule: 'three waves or more, each worse than the one before, the newest past half of its limit',
      here: 'Error rate and P95 latency, over the same stretch of time.',
      breach: 'every wave rolls back',
    },
    {
      metric: 'Health, all deployed',
      rule: `more than ${number(gate.maxUnreachablePercent)} % of all deployed devices unwell, silent or dark`,
      here: 'Of every wave that was told, not only the newest.',
      breach: 'waits, then asks a person',
    },
    {
      metric: 'Enough evidence',
      rule: `at least ${count(gate.minRequests)} requests and ${number(gate.minCoveragePercent)} % of the devices reporting`,
      here: here('gate.minRequests'),
      breach: 'otherwise waits, then asks a person',
    },
  ]
}
