import type { Measurement } from '../../protocol/evidence.ts'
import { mergeSketches } from './sketch.ts'

export const NOTHING_MEASURED: Measurement = {
  requests: 0,
  errors: 0,
  latency: {},
  cpuPercent: null,
  memoryPercent: null,
  memoryMb: null,
  samples: 0,
}

/** Counts add, sketches merge, means are weighed by their samples. */
export function mergeMeasurements(parts: readonly Measurement[]): Measurement {
  return {
    requests: sum(parts, 'requests'),
    errors: sum(parts, 'errors'),
    latency: mergeSketches(parts.map((part) => part.latency)),
    cpuPercent: weighed(parts, 'cpuPercent'),
    memoryPercent: weighed(parts, 'memoryPercent'),
    memoryMb: weighed(parts, 'memoryMb'),
    samples: sum(parts, 'samples'),
  }
}

/** Per cent of requests that failed; null without requests, because nothing asked is not nothing wrong. */
export function errorRatePercent(measured: Measurement): number | null {
  return measured.requests === 0 ? null : (100 * measured.errors) / measured.requests
}

function sum(parts: readonly Measurement[], key: 'requests' | 'errors' | 'samples'): number {
  return parts.reduce((total, part) => total + part[key], 0)
}

function weighed(parts: readonly Measurement[], key: 'cpuPercent' | 'memoryPercent' | 'memoryMb'): number | null {
  let total = 0
  let samples = 0
  for (const part of parts) {
    const value = part[key]
    if (value === null) continue
    total += value * part.samples
    samples += part.samples
  }
  return samples === 0 ? null : total / samples
}
