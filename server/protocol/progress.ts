import { z } from 'zod'
import { Generation, Instant } from './ids.ts'
import { InstalledRelease, UpdateStep } from './reported.ts'

/** One entry of the device's journal. Numbers only grow, so that hearing one twice is harmless. */
export const ProgressEntry = z.object({
  number: z.int().min(1),
  generation: Generation,
  step: UpdateStep,
  outcome: z.enum(['begun', 'done', 'failed']),
  /** the device's own clock, which may be wrong */
  at: Instant,
  detail: z.string().max(500).optional(),
  /** what it ran as it wrote this, however late it is heard; null: nothing; absent: an old agent, so nobody knows */
  running: InstalledRelease.nullable().optional(),
})
export type ProgressEntry = z.infer<typeof ProgressEntry>

/** Sent again until acknowledged as durable. */
export const Progress = z.object({ type: z.literal('progress'), entries: z.array(ProgressEntry).min(1).max(50) })
export type Progress = z.infer<typeof Progress>
