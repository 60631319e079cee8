import type { Measurement } from '../../protocol/evidence.ts'
import { quantile, quantileInterval } from './sketch.ts'

/** A difference with its 95 % interval. */
export type Delta = { value: number; low: number; high: number }

/**
 * Difference of two error rates in percentage points, with Newcombe's interval from Wilson scores (Statistics in
 * Medicine 17, 1998, method 10): honest at rates near zero, where the usual one is not.
 */
export function errorRateDelta(baseline: Measurement, current: Measurement): Delta | null {
  if (baseline.requests === 0 || current.requests === 0) return null
  const before = wilson(baseline.errors, baseline.requests)
  const after = wilson(current.errors, current.requests)
  const value = after.rate - before.rate
  return {
    value: 100 * value,
    low: 100 * (value - Math.hypot(after.rate - after.low, before.high - before.rate)),
    high: 100 * (value + Math.hypot(after.high - after.rate, before.rate - before.low)),
  }
}

/** Relative change of the P95 in per cent of the baseline, its interval from the rank bounds of both quantiles. */
export function p95Delta(baseline: Measurement, current: Measurement): Delta | null {
  const before = quantile(baseline.latency, 0.95)
  const after = quantile(current.latency, 0.95)
  const beforeRange = quantileInterval(baseline.latency, 0.95)
  const afterRange = quantileInterval(current.latency, 0.95)
  if (!before || !after || !beforeRange || !afterRange) return null
  return {
    value: 100 * (after / before - 1),
    low: 100 * (afterRange.low / beforeRange.high - 1),
    high: 100 * (afterRange.high / beforeRange.low - 1),
  }
}

function wilson(errors: number, requests: number) {
  const z = 1.96
  const rate = errors / requests
  const middle = (rate + (z * z) / (2 * requests)) / (1 + (z * z) / requests)
  const half =
    (z / (1 + (z * z) / requests)) * Math.sqrt((rate * (1 - rate)) / requests + (z * z) / (4 * requests ** 2))
  return { rate, low: Math.min(rate, Math.max(0, middle - half)), high: Math.max(rate, Math.min(1, middle + half)) }
}
