import { z } from 'zod'
import { ARMS } from './arm.ts'
import { Instant } from './ids.ts'

export const METRICS = [
  'failed-devices',
  'crash-loop',
  'unreachable',
  'memory',
  'error-rate',
  'p95-latency',
  'cpu',
  'coverage',
  'fleet-error-rate',
  'fleet-health',
  'trend',
] as const
export const Metric = z.enum(METRICS)
export type Metric = z.infer<typeof Metric>

/** One metric of one gate reading: stored with the decision, shown on screen, exported in the report (gates.md). */
export const EvidenceRow = z.object({
  metric: Metric,
  scope: z.enum(['wave', 'deployed']),
  /** the rule as a sentence with its unit */
  rule: z.string(),
  limit: z.number().nullable(),
  unit: z.enum(['%', 'ms', 'devices']),
  baseline: z.object({ value: z.number(), n: z.int() }).nullable(),
  current: z.object({ value: z.number(), n: z.int() }).nullable(),
  /** of current against baseline, with a 95 % interval where one can be given; `limit` is on the same scale */
  delta: z
    .object({
      value: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      unit: z.enum(['points', '%', 'devices']),
      limit: z.number(),
    })
    .nullable(),
  verdict: z.enum(['pass', 'near', 'fail', 'no-data', 'too-few']),
  because: z.string(),
  /** of an A/B rollout whose arms are judged each for itself */
  arm: z.enum(ARMS).optional(),
})
export type EvidenceRow = z.infer<typeof EvidenceRow>

export const Verdict = z.enum(['pass', 'wait', 'inconclusive', 'fail'])
export type Verdict = z.infer<typeof Verdict>

export const GateReading = z.object({
  wave: z.int(),
  at: Instant,
  window: z.object({ from: Instant, to: Instant }),
  coverage: z.object({ reporting: z.int(), eligible: z.int() }),
  verdict: Verdict,
  because: z.string(),
  rows: z.array(EvidenceRow),
})
export type GateReading = z.infer<typeof GateReading>

/** Telemetry of one or many devices over a window, before anything is concluded from it. */
export const Measurement = z.object({
  requests: z.int(),
  errors: z.int(),
  latency: z.record(z.string(), z.int()),
  /** mean over samples; null where nothing was measured */
  cpuPercent: z.number().nullable(),
  memoryPercent: z.number().nullable(),
  memoryMb: z.number().nullable(),
  samples: z.int(),
})
export type Measurement = z.infer<typeof Measurement>
