import { MOST_EARLIER, type ReportMetrics } from '../../server/protocol/report.ts'
import type { InstalledRelease } from '../../server/protocol/reported.ts'
import type { LatencySketch } from '../../server/protocol/sketch.ts'
import { sameRelease } from './installed.ts'

/** Counters of one life of the application, since its start. */
export type Counters = ReportMetrics

/** What a life of the application that is over did, and nobody was told yet. `until`: monotonic, its end. */
export type Untold = { producedBy: InstalledRelease; metrics: ReportMetrics; until: number }

export type Meter = {
  /** the reading before, of the same life; null right after a start */
  last: Counters | null
  /** measured and not yet known to be durable at the server */
  unsent: ReportMetrics | null
  /** monotonic: when the unsent interval began */
  since: number
  /** of lives before this one, oldest first */
  untold: readonly Untold[]
}

/** Longer than this is history, not evidence: a gate must not take last night for now. */
export const LONGEST_INTERVAL_MS = 15 * 60_000

export const freshMeter = (mono: number, untold: readonly Untold[] = []): Meter => ({
  last: null,
  unsent: null,
  since: mono,
  untold,
})

export function measure(meter: Meter, counters: Counters | null, mono: number): Meter {
  if (!counters) return meter
  const grown = meter.last && counters.requests >= meter.last.requests ? since(meter.last, counters) : counters
  if (mono - meter.since > LONGEST_INTERVAL_MS) return { ...meter, last: counters, unsent: grown, since: mono }
  return { ...meter, last: counters, unsent: meter.unsent ? merge(meter.unsent, grown) : grown }
}

export const taken = (meter: Meter, mono: number): Meter => ({ ...meter, unsent: null, since: mono, untold: [] })

/** counted for the release that did it, whatever runs when it is told. */
export function addUntold(untold: readonly Untold[], more: Untold | null): readonly Untold[] {
  if (!more) return untold
  const last = untold.at(-1)
  const merged =
    last && sameRelease(last.producedBy, more.producedBy)
      ? [...untold.slice(0, -1), { ...more, metrics: merge(last.metrics, more.metrics) }]
      : [...untold, more]
  return merged.slice(-MOST_EARLIER)
}

/** Recent enough to be evidence. */
export const stillTold = (untold: readonly Untold[], mono: number): readonly Untold[] =>
  untold.filter(({ until }) => mono - until <= LONGEST_INTERVAL_MS)

/** A report that may not have arrived goes back: counting twice after a cut is better evidence than counting nothing. */
export function giveBack(meter: Meter, unsent: ReportMetrics | null, since: number): Meter {
  if (!unsent) return { ...meter, since: Math.min(since, meter.since) }
  return { ...meter, unsent: meter.unsent ? merge(meter.unsent, unsent) : unsent, since: Math.min(since, meter.since) }
}

export function merge(one: ReportMetrics, other: ReportMetrics): ReportMetrics {
  const latencyMs: LatencySketch = { ...one.latencyMs }
  for (const [bin, count] of Object.entries(other.latencyMs)) latencyMs[bin] = (latencyMs[bin] ?? 0) + count
  return { requests: one.requests + other.requests, errors: one.errors + other.errors, latencyMs }
}

function since(before: Counters, after: Counters): ReportMetrics {
  const latencyMs: LatencySketch = {}
  for (const [bin, count] of Object.entries(after.latencyMs)) {
    const grown = count - (before.latencyMs[bin] ?? 0)
    if (grown > 0) latencyMs[bin] = grown
  }
  return {
    requests: after.requests - before.requests,
    errors: Math.max(0, after.errors - before.errors),
    latencyMs,
  }
}
