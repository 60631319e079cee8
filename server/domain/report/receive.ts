import type { HealthLayers, LayerStatus } from '../../protocol/health.ts'
import type { DeviceId, Instant, Sha256 } from '../../protocol/ids.ts'
import type { EarlierMetrics, Report } from '../../protocol/report.ts'
import type { InstalledRelease, Reported } from '../../protocol/reported.ts'
import type { LatencySketch } from '../../protocol/sketch.ts'

/** The newest word of a device: only the latest counts. */
export type Status = {
  readonly deviceId: DeviceId
  readonly at: Instant
  readonly reported: Reported
  /** what ran when health, reachability and system were taken; null: nothing */
  readonly healthOf: InstalledRelease | null
  readonly health: HealthLayers
  readonly healthStatus: LayerStatus
  readonly reachable: boolean
  readonly restarts: number
  readonly system: Report['system']
}

/** What was measured while the device ran one release under one configuration: the parts add up. */
export type Sample = {
  readonly deviceId: DeviceId
  readonly at: Instant
  readonly sha256: Sha256 | null
  readonly version: string | null
  readonly configDigest: Sha256 | null
  readonly requests: number
  readonly errors: number
  readonly latency: LatencySketch
  readonly cpuPercent: number | null
  readonly memoryPercent: number | null
  readonly memoryMb: number | null
  readonly reachable: boolean
}

export type Received = { readonly status: Status; readonly samples: readonly Sample[] }

/** What a device kept for longer than this is told as of then: it is history, and no clock of its own makes it older. */
const LONGEST_AGO_MS = 15 * 60_000

/**
 * One report as the rows it becomes. R-154: what it measured belongs to the release that ran then, whatever runs when it is
 * said. An old agent does not name it, and began to count anew at every switch: what it reports to run is what was measured.
 */
export function receive(deviceId: DeviceId, report: Report, at: Instant): Received {
  const { reported, health, reachable, restarts, system, metrics } = report
  const { cpuPercent, memoryPercent, memoryMb } = system
  const healthOf = report.producedBy === undefined ? reported.running : report.producedBy
  return {
    status: { deviceId, at, reported, healthOf, health, healthStatus: worstLayer(health), reachable, restarts, system },
    samples: [
      ...(report.earlier ?? []).map((one) => earlierSample(deviceId, one, at)),
      {
        deviceId,
        at,
        ...madeBy(healthOf),
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

const madeBy = (release: InstalledRelease | null) => ({
  sha256: release?.sha256 ?? null,
  version: release?.version ?? null,
  configDigest: release?.configDigest ?? null,
})

/** Nothing but its requests is left of it: it answered them, so it was reachable. */
function earlierSample(deviceId: DeviceId, { producedBy, metrics, endedMsAgo }: EarlierMetrics, at: Instant): Sample {
  return {
    deviceId,
    at: (at - Math.min(endedMsAgo, LONGEST_AGO_MS)) as Instant,
    ...madeBy(producedBy),
    requests: metrics.requests,
    errors: metrics.errors,
    latency: metrics.latencyMs,
    cpuPercent: null,
    memoryPercent: null,
    memoryMb: null,
    reachable: true,
  }
}

/** Two words of one device in the order they were said: the later state, all the measurements. */
export function merge(earlier: Received, later: Received): Received {
  const samples = [...earlier.samples]
  for (const sample of later.samples) {
    const index = samples.findIndex((known) => sameProducer(known, sample))
    const known = samples[index]
    if (known) samples[index] = add(known, sample)
    else samples.push(sample)
  }
  return { status: later.status, samples }
}

const sameProducer = (one: Sample, other: Sample) =>
  one.sha256 === other.sha256 && one.version === other.version && one.configDigest === other.configDigest

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
