import { z } from 'zod'
import { ARMS } from './arm.ts'
import { DeviceId, Instant } from './ids.ts'
import { Trigger } from './rollout-state.ts'

export const ArmKey = z.enum(ARMS)

/** Devices that are alike, one for each arm. */
export const ArmPair = z.object({
  a: DeviceId,
  b: DeviceId,
  wave: z.int(),
  /** what they have in common, and how near they were to each other */
  because: z.string(),
})
export type ArmPair = z.infer<typeof ArmPair>

/** which devices try which of two versions, and why they can be compared. Frozen with the plan. */
export const PlanArms = z.object({
  /** name and version, for sentences */
  a: z.object({ words: z.string() }),
  b: z.object({ words: z.string() }),
  pairs: z.array(ArmPair),
  /** of the cohort, in both arms together */
  percentOfCohort: z.number(),
  /** why the arms are comparable */
  because: z.string(),
  /** what could not be matched, alike ones together */
  unmatched: z.array(z.object({ because: z.string(), devices: z.int() })),
})
export type PlanArms = z.infer<typeof PlanArms>

export const COMPARED = ['error-rate', 'p95-latency', 'memory', 'restarts', 'health', 'functional'] as const
export type Compared = (typeof COMPARED)[number]

/** One metric of both arms. The unit of evidence is the device; a difference is one of pairs. */
export const ComparedRow = z.object({
  metric: z.enum(COMPARED),
  name: z.string(),
  unit: z.enum(['%', 'ms', 'count']),
  /** of the devices that were measured; null median: none was */
  a: z.object({ n: z.int(), of: z.int(), median: z.number().nullable() }),
  b: z.object({ n: z.int(), of: z.int(), median: z.number().nullable() }),
  /** mean of B − A over the pairs both of which were measured, with its interval; null: too few pairs */
  difference: z.object({ value: z.number(), low: z.number(), high: z.number(), pairs: z.int() }).nullable(),
  better: z.enum(['a', 'b', 'neither', 'no-data']),
  because: z.string(),
})
export type ComparedRow = z.infer<typeof ComparedRow>

/** What the numbers say of the two arms now. */
export const ArmsReading = z.object({
  at: Instant,
  window: z.object({ from: Instant, to: Instant }),
  rows: z.array(ComparedRow),
  /** `too-early`: the stated time is not over, and whoever looks often enough sees a difference at some time */
  says: z.enum(['a', 'b', 'no-difference', 'mixed', 'too-early', 'no-data']),
  because: z.string(),
})
export type ArmsReading = z.infer<typeof ArmsReading>

export const ArmPick = z.object({
  arm: ArmKey,
  by: z.string(),
  name: z.string(),
  at: Instant,
  reason: z.string(),
  /** what the numbers said then */
  says: z.string(),
})
export type ArmPick = z.infer<typeof ArmPick>

/** Where the comparison of an A/B rollout stands; what outlives its phases. */
export const Comparison = z.object({
  /** an arm that a rail sent back: the other one may still be picked */
  lost: z.object({ arm: ArmKey, trigger: Trigger }).nullable(),
  pick: ArmPick.nullable(),
  /** the newest; from the pick on the one it was picked by */
  reading: ArmsReading.nullable(),
})
export type Comparison = z.infer<typeof Comparison>
