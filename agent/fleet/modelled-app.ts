import type { ApplicationHealth } from '../../server/protocol/application-health.ts'
import { type LatencySketch, sketchBin } from '../../server/protocol/sketch.ts'
import { normal } from './seeded-random.ts'

/** How a variant of the sample application behaves, as measured on the real one. */
export type Traits = {
  errorRate: number
  slowness: number
  leakMbPerSecond: number
  answersRight: boolean
  starts: boolean
}

const GOOD: Traits = { errorRate: 0.003, slowness: 1, leakMbPerSecond: 0, answersRight: true, starts: true }

export const TRAITS: Readonly<Record<string, Traits>> = {
  good: GOOD,
  errors: { ...GOOD, errorRate: 0.125 },
  slow: { ...GOOD, slowness: 2.5 },
  leak: { ...GOOD, leakMbPerSecond: 4.7 },
  wrong: { ...GOOD, answersRight: false },
  crash: { ...GOOD, starts: false },
}

export type Life = {
  version: string
  traits: Traits
  /** monotonic: when it started, and until when it has been computed */
  since: number
  until: number
  requests: number
  errors: number
  latency: LatencySketch
  memoryMb: number
  /** share of the newest inferences that failed */
  failing: number
}

const FRAMES_PER_SECOND = 14.5
const MEDIAN_MS = 17
const SPREAD = 0.23
const BASE_MEMORY_MB = 66
const MOST_SAMPLES = 150

export function begin(version: string, traits: Traits, mono: number, random: () => number): Life {
  const memoryMb = BASE_MEMORY_MB + 3 * random()
  return { version, traits, since: mono, until: mono, requests: 0, errors: 0, latency: {}, memoryMb, failing: 0 }
}

/** Between a third and all of the frames are worth an inference, by the hour: quiet at four, busy in the afternoon. */
export function loadAt(hour: number): number {
  return 0.68 - 0.32 * Math.cos(((hour - 4) / 24) * 2 * Math.PI)
}

/** What the application did until now. Noise per hardware; many inferences are drawn in bundles. */
export function live(life: Life, mono: number, hour: number, slowness: number, random: () => number): Life {
  const seconds = Math.max(0, (mono - life.until) / 1000)
  const count = Math.floor(seconds * FRAMES_PER_SECOND * loadAt(hour) + random())
  const bundle = Math.ceil(count / MOST_SAMPLES) || 1
  const latency = { ...life.latency }
  let errors = 0
  for (let done = 0; done < count; done += bundle) {
    const together = Math.min(bundle, count - done)
    const ms = MEDIAN_MS * slowness * life.traits.slowness * Math.exp(SPREAD * normal(random)) + 0.6
    const bin = String(sketchBin(ms))
    latency[bin] = (latency[bin] ?? 0) + together
    for (let each = 0; each < together; each += 1) if (random() < life.traits.errorRate) errors += 1
  }
  const leaked = life.traits.leakMbPerSecond * loadAt(hour) * ((mono - life.since) / 1000)
  return {
    ...life,
    until: mono,
    requests: life.requests + count,
    errors: life.errors + errors,
    latency,
    memoryMb: Math.min(400, BASE_MEMORY_MB + leaked + random()),
    failing: count > 20 ? errors / count : life.failing,
  }
}

/** R-088, as the real one answers. */
export function healthOf(life: Life, mono: number, limitMb: number): ApplicationHealth {
  const tight = life.memoryMb > 0.8 * limitMb
  const checks = {
    inference_engine: life.failing > 0.05 ? 'warning' : 'ok',
    model_loaded: 'ok',
    disk_space: 'ok',
    memory: tight ? 'warning' : 'ok',
    gpu: 'ok',
  }
  return {
    status: Object.values(checks).includes('warning') ? 'degraded' : 'healthy',
    version: life.version,
    uptime_seconds: Math.round((mono - life.since) / 1000),
    checks,
    metrics: { requests_total: life.requests, errors_total: life.errors, latency_ms: life.latency },
  }
}
