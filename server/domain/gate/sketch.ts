import { type LatencySketch, SKETCH_GAMMA } from '../../protocol/sketch.ts'

/** A quantile is never averaged: sketches are merged first, then asked. */
export function mergeSketches(sketches: readonly LatencySketch[]): LatencySketch {
  const merged: Record<string, number> = {}
  for (const sketch of sketches) {
    for (const [bin, count] of Object.entries(sketch)) merged[bin] = (merged[bin] ?? 0) + count
  }
  return merged
}

export function sketchCount(sketch: LatencySketch): number {
  return Object.values(sketch).reduce((sum, count) => sum + count, 0)
}

/** Milliseconds below which the share `q` (0 … 1) of the values lies, within 2 %; null when there are no values. */
export function quantile(sketch: LatencySketch, q: number): number | null {
  const total = sketchCount(sketch)
  return total === 0 ? null : valueAtRank(sketch, q * (total - 1))
}

/**
 * 95 % interval of a quantile from the ranks that bound it (binomial, normal approximation): needs no assumption about
 * the shape of latency, which is never normal.
 */
export function quantileInterval(sketch: LatencySketch, q: number): { low: number; high: number } | null {
  const total = sketchCount(sketch)
  if (total === 0) return null
  const spread = 1.96 * Math.sqrt(total * q * (1 - q))
  return {
    low: valueAtRank(sketch, Math.max(0, q * (total - 1) - spread)),
    high: valueAtRank(sketch, Math.min(total - 1, q * (total - 1) + spread)),
  }
}

function valueAtRank(sketch: LatencySketch, rank: number): number {
  let below = 0
  const bins = Object.entries(sketch)
    .map(([bin, count]) => [Number(bin), count] as const)
    .sort(([a], [b]) => a - b)
  for (const [bin, count] of bins) {
    below += count
    if (below > rank) return binMiddle(bin)
  }
  return binMiddle(bins.at(-1)?.[0] ?? 0)
}

/** The point of the bin whose relative distance to both its ends is equal. */
function binMiddle(bin: number): number {
  return (2 * SKETCH_GAMMA ** bin) / (SKETCH_GAMMA + 1)
}
