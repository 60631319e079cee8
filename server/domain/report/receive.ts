import type { HealthLayers, LayerStatus } from '../../protocol/health.ts'
import type { DeviceId, Instant, Sha256 } from '../../protocol/ids.ts'
import type { Report } from '../../protocol/report.ts'
import type { Reported } from '../../protocol/reported.ts'
import type { LatencySketch } from '../../protocol/sketch.ts'

/** The newest word of a device: only the latest counts. */
export type Status = {
  readonly deviceId: DeviceId
  readonly at: Instant
  readonly reported: Reported
  readonly health: HealthLayers
  readonly healthStatus: LayerStatus
  readonly reachable: boolean
  readonly restarts: number
  readonly system: Report['system']
}

/** What was measured while the device ran one artifact: the parts add up. */
export type Sample = {
  readonly deviceId: DeviceId
  readonly at: Instant
  readonly sha256: Sha256 | null
  readonly requests: number
  readonly errors: number
  readonly latency: LatencySketch
  readonly cpuPercent: number | null
  readonly memoryPercent: number | null
  readonly memoryMb: number | null
  readonly reachable: boolean
}

export type Received = { readonly status: Status; readonly samples: readonly Sample[] }

/** One report as the rows it becomes. */
export function receive(deviceId: DeviceId, report: Report, at: Instant): Received {
  const { reported, health, reachable, restarts, system, metrics } = report
  const { cpuPercent, memoryPercent, memoryMb } = system
  return {
    status: { deviceId, at, reported, health, healthStatus: worstLayer(health), reachable, restarts, system },
    samples: [
      {
        deviceId,
        at,
        sha256: reported.running?.sha256 ?? null,
        requests: metrics?.requests ?? 0,
        errors: metrics?.errors ?? 0,
        latency: metrics?.latencyMs ?? {},
        cpuPercent,
        memoryPercent,
        memoryMb,
        reachable,
      },
    ],
  }
}

/** Two words of one device in the order they were said: the later state, all the measurements. */
export function merge(earlier: Received, later: Received): Received {
  const samples = [...earlier.samples]
  for (const sample of later.samples) {
    const index = samples.findIndex((known) => known.sha256 === sample.sha256)
    const known = samples[index]
    if (known) samples[index] = add(known, sample)
    else samples.push(sample)
  }
  return { status: later.status, samples }
}

function add(earlier: Sample, later: Sample): Sample {
  const latency = { ...earlier.latency }
  for (const [bin, count] of Object.entries(later.latency)) latency[bin] = (latency[bin] ?? 0) + count
  return {
    ...later,
    requests: earlier.requests + later.requests,
    errors: earlier.errors + later.errors,
    latency,
    cpuPercent: higher(earlier.cpuPercent, later.cpuPercent),
    memoryPercent: higher(earlier.memoryPercent, later.memoryPercent),
    memoryMb: higher(earlier.memoryMb, later.memoryMb),
    reachable: earlier.reachable && later.reachable,
  }
}

// Of two readings written as one the worse is kept: a gate must not miss a peak because two reports shared a flush.
const higher = (a: number | null, b: number | null) => (a === null ? b : b === null ? a : Math.max(a, b))

const BADNESS = { healthy: 0, unknown: 1, degraded: 2, unhealthy: 3 } satisfies Record<LayerStatus, number>

/** A device is as healthy as its worst layer; a layer nobody could look at is not healthy. */
export function worstLayer({ connectivity, system, application, functional }: HealthLayers): LayerStatus {
  let worst: LayerStatus = connectivity.status
  for (const { status } of [system, application, functional]) if (BADNESS[status] > BADNESS[worst]) worst = status
  return worst
}
