import { z } from 'zod'

/**
 * A mergeable latency sketch: DDSketch (Masson, Rim, Lee; VLDB 2019) with a fixed logarithmic mapping, so that two
 * sketches merge by adding the counts of equal bins and any quantile keeps a relative error of at most 2 %.
 * Bin `i` holds values in (γ^(i−1), γ^i] milliseconds; values below `SKETCH_MIN_MS` count in bin `SKETCH_MIN_BIN`.
 */
export const SKETCH_RELATIVE_ERROR = 0.02
export const SKETCH_GAMMA = (1 + SKETCH_RELATIVE_ERROR) / (1 - SKETCH_RELATIVE_ERROR)
export const SKETCH_MIN_MS = 0.01
export const SKETCH_MIN_BIN = Math.ceil(Math.log(SKETCH_MIN_MS) / Math.log(SKETCH_GAMMA))
/** About 28 hours: longer is counted as this long. */
export const SKETCH_MAX_BIN = 460

const BIN = /^-?\d{1,3}$/
const MOST_BINS = 600

/**
 * Bin index → count of values in it. At most 600 bins exist between the limits. One loop instead of a schema for each key
 * and value: this is parsed with every report, and the schemas took a third of the time.
 */
export const LatencySketch = z
  .custom<Record<string, number>>(isSketch, `bins like {"12": 3}, at most ${MOST_BINS}`)
  .meta({
    type: 'object',
    propertyNames: { pattern: BIN.source },
    additionalProperties: { type: 'integer', minimum: 0 },
  })
export type LatencySketch = z.infer<typeof LatencySketch>

export function sketchBin(milliseconds: number): number {
  if (!(milliseconds > SKETCH_MIN_MS)) return SKETCH_MIN_BIN
  return Math.min(SKETCH_MAX_BIN, Math.ceil(Math.log(milliseconds) / Math.log(SKETCH_GAMMA)))
}

function isSketch(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false
  let bins = 0
  for (const [bin, count] of Object.entries(value)) {
    bins += 1
    if (bins > MOST_BINS || !BIN.test(bin) || !Number.isSafeInteger(count) || count < 0) return false
  }
  return true
}
