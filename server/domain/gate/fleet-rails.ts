import type { GatePolicy } from '../../protocol/policy.ts'
import { counted, rounded } from '../counted.ts'
import type { DeviceFacts, Evidence } from '../rollout/rollout.ts'
import { type Delta, errorRateDelta, p95Delta } from './interval.ts'
import type { Judged } from './judged.ts'
import { listed } from './listed.ts'

/**
 * R-056: before the next wave every device that holds the new version is looked at, not only this wave's. Too many unwell
 * ones are no reason to send the fleet back by itself, and no reason to go on: a person decides.
 */
export function fleetHealth(deployed: readonly DeviceFacts[], policy: GatePolicy): Judged {
  const held = deployed.filter((device) => device.failure === null)
  const unwell = held.filter(isUnwell)
  const share = held.length === 0 ? 0 : (100 * unwell.length) / held.length
  const limit = policy.maxUnreachablePercent
  const over = share > limit
  return {
    rule: 'R-056',
    scope: 'deployed',
    breached: false,
    row: {
      metric: 'fleet-health',
      scope: 'deployed',
      rule: `at most ${limit} % of all deployed devices are unwell, silent or dark`,
      limit,
      unit: '%',
      baseline: null,
      current: held.length === 0 ? null : { value: share, n: held.length },
      delta: null,
      verdict: held.length === 0 ? 'no-data' : over ? 'fail' : unwell.length > 0 ? 'near' : 'pass',
      because:
        held.length === 0
          ? 'No device holds the new version yet.'
          : unwell.length === 0
            ? `All ${counted(held.length, 'deployed device')} are well, in every wave.`
            : `${unwell.length} of ${counted(held.length, 'deployed device')} are unwell (${rounded(share)} %; limit ${limit} %): ${listed(unwell)}.`,
    },
  }
}

/** Resources have rows of their own (R-058, R-064): a processor that is busy for a moment is not an unwell device. */
function isUnwell({ state, health }: DeviceFacts): boolean {
  if (state === 'silent' || state === 'dark') return true
  return (
    state === 'degraded' && [health?.application, health?.functional].some((layer) => layer?.status === 'unhealthy')
  )
}

/** Fewer measured waves than this make no trend. */
const WAVES_OF_A_TREND = 3

/**
 * R-067: each wave worse than the one before by a tenth of the wave's limit, the newest past half of it and beyond doubt worse
 * than the first (their 95 % intervals do not touch): the next one would be worse still, so everything goes back before a rail
 * is crossed. Less is noise: latencies are counted in bins, and a good release may differ by one from wave to wave.
 * `waves` in order, each measured over the same stretch of time.
 */
export function trend(waves: readonly Evidence[], policy: GatePolicy): Judged {
  const measured = waves.filter(
    ({ baseline, current }) => baseline.requests >= policy.minRequests && current.requests >= policy.minRequests,
  )
  const errors = climbs(
    measured.map(({ baseline, current }) => errorRateDelta(baseline, current)),
    policy.maxErrorRateIncreasePoints,
  )
  const latency = climbs(
    measured.map(({ baseline, current }) => p95Delta(baseline, current)),
    policy.maxP95IncreasePercent,
  )
  const found = [
    ...(errors ? [`the error rate by ${errors.map((one) => `${signed(one)} points`).join(', then ')}`] : []),
    ...(latency ? [`P95 latency by ${latency.map((one) => `${signed(one)} %`).join(', then ')}`] : []),
  ]
  const over = found.length > 0
  return {
    rule: 'R-067',
    scope: 'deployed',
    breached: over,
    row: {
      metric: 'trend',
      scope: 'deployed',
      rule: `no metric climbs from wave to wave past half of its limit, over ${WAVES_OF_A_TREND} waves or more`,
      limit: null,
      unit: '%',
      baseline: null,
      current: null,
      delta: null,
      verdict: over ? 'fail' : 'pass',
      because: over
        ? `Each wave is worse than the one before: ${found.join('; ')} above baseline.`
        : measured.length < WAVES_OF_A_TREND
          ? `${counted(measured.length, 'wave')} measured; a trend needs ${WAVES_OF_A_TREND}.`
          : `No metric climbs from wave to wave over ${counted(measured.length, 'wave')}.`,
    },
  }
}

function climbs(deltas: readonly (Delta | null)[], limit: number): readonly number[] | null {
  const known = deltas.filter((delta) => delta !== null)
  const [first] = known
  const last = known.at(-1)
  if (!first || !last || known.length < WAVES_OF_A_TREND || known.length < deltas.length) return null
  const rising = known.every(
    (delta, index) => index === 0 || delta.value >= (known[index - 1]?.value ?? 0) + limit / 10,
  )
  return rising && last.low > first.high && last.value >= limit / 2 ? known.map((delta) => delta.value) : null
}

const signed = (value: number) => `${value < 0 ? '−' : '+'}${rounded(Math.abs(value))}`
