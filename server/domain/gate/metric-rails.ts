import type { EvidenceRow, Measurement } from '../../protocol/evidence.ts'
import type { Evidence } from '../rollout/rollout.ts'
import { type Delta, errorRateDelta, p95Delta } from './interval.ts'
import type { Judged } from './judged.ts'
import { errorRatePercent } from './measurement.ts'
import { quantile } from './sketch.ts'

/** R-061 for a wave, R-066 for everything deployed: percentage points above baseline (D-03). */
export function errorRate(
  { baseline, current }: Evidence,
  maxPoints: number,
  minRequests: number,
  scope: 'wave' | 'deployed',
): Judged {
  const before = errorRatePercent(baseline)
  const after = errorRatePercent(current)
  const delta = errorRateDelta(baseline, current)
  const thin = tooThin(baseline, current, minRequests)
  const over = !thin && delta !== null && delta.value > maxPoints
  return {
    rule: scope === 'wave' ? 'R-061' : 'R-066',
    scope,
    breached: over,
    row: {
      metric: scope === 'wave' ? 'error-rate' : 'fleet-error-rate',
      scope,
      rule: `error rate at most ${maxPoints} percentage points above baseline${scope === 'deployed' ? ', over all deployed devices' : ''}`,
      limit: before === null ? null : before + maxPoints,
      unit: '%',
      baseline: before === null ? null : { value: before, n: baseline.requests },
      current: after === null ? null : { value: after, n: current.requests },
      delta: delta && { ...delta, unit: 'points', limit: maxPoints },
      verdict: verdictOf(thin, over, after, delta?.high ?? null, maxPoints),
      because:
        thin ??
        `${rounded2(after)} % now against ${rounded2(before)} % before: ${signed(delta?.value)} points (limit +${maxPoints}). ${intervalSays(delta, maxPoints)}`,
    },
  }
}

/** P95 latency, relative to baseline (D-03). */
export function p95Latency({ baseline, current }: Evidence, maxPercent: number, minRequests: number): Judged {
  const before = quantile(baseline.latency, 0.95)
  const after = quantile(current.latency, 0.95)
  const delta = p95Delta(baseline, current)
  const thin = tooThin(baseline, current, minRequests)
  const over = !thin && delta !== null && delta.value > maxPercent
  return {
    rule: 'R-062',
    scope: 'wave',
    breached: over,
    row: {
      metric: 'p95-latency',
      scope: 'wave',
      rule: `P95 latency at most ${maxPercent} % above baseline`,
      limit: before === null ? null : before * (1 + maxPercent / 100),
      unit: 'ms',
      baseline: before === null ? null : { value: before, n: baseline.requests },
      current: after === null ? null : { value: after, n: current.requests },
      delta: delta && { ...delta, unit: '%', limit: maxPercent },
      verdict: verdictOf(thin, over, after, delta?.high ?? null, maxPercent),
      because:
        thin ??
        `${rounded2(after)} ms now against ${rounded2(before)} ms before: ${signed(delta?.value)} % (limit +${maxPercent} %). ${intervalSays(delta, maxPercent)}`,
    },
  }
}

/** how the processors are used; shown beside its limit, near it is a warning and no reason to roll back. */
export function cpu({ baseline, current }: Evidence): Judged {
  const limit = 90
  const value = current.cpuPercent
  return {
    rule: 'R-058',
    scope: 'wave',
    breached: false,
    row: {
      metric: 'cpu',
      scope: 'wave',
      rule: `mean CPU below ${limit} %`,
      limit,
      unit: '%',
      baseline: baseline.cpuPercent === null ? null : { value: baseline.cpuPercent, n: baseline.samples },
      current: value === null ? null : { value, n: current.samples },
      delta: null,
      verdict: value === null ? 'no-data' : value > limit - 10 ? 'near' : 'pass',
      because:
        value === null
          ? 'No processor use has been reported on the new version yet.'
          : `${rounded2(value)} % now against ${rounded2(baseline.cpuPercent)} % before.`,
    },
  }
}

function tooThin(baseline: Measurement, current: Measurement, minRequests: number): string | null {
  if (current.requests === 0) return 'No request has been measured on the new version yet.'
  if (baseline.requests < minRequests)
    return `The baseline holds ${baseline.requests} requests; ${minRequests} are needed.`
  if (current.requests < minRequests) return `${current.requests} of ${minRequests} requests needed have been measured.`
  return null
}

function verdictOf(
  thin: string | null,
  over: boolean,
  after: number | null,
  high: number | null,
  limit: number,
): EvidenceRow['verdict'] {
  if (after === null) return 'no-data'
  if (thin) return 'too-few'
  if (over) return 'fail'
  return high !== null && high > limit ? 'near' : 'pass'
}

function intervalSays(delta: Delta | null, limit: number): string {
  if (!delta) return ''
  const { value, low, high } = delta
  if (high <= limit) return 'The whole interval lies below the limit.'
  if (low > limit) return 'The whole interval lies above the limit.'
  return value > limit ? 'The interval still reaches below the limit.' : 'The interval still reaches over the limit.'
}

const signed = (value: number | undefined) =>
  value === undefined ? '?' : `${value < 0 ? '−' : '+'}${rounded2(Math.abs(value))}`
const rounded2 = (value: number | null) => (value === null ? '?' : String(Math.trunc(value * 100) / 100))
