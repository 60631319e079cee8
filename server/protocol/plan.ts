import { z } from 'zod'
import { DeviceId } from './ids.ts'

/** Which devices: each list empty means any. */
export const Selector = z.object({
  regions: z.array(z.string().max(60)).max(100).default([]),
  sites: z.array(z.string().max(100)).max(1000).default([]),
  hardwareTypes: z.array(z.string().max(60)).max(100).default([]),
})
export type Selector = z.infer<typeof Selector>

export const PlanWave = z.object({
  /** 0 is the canary */
  wave: z.int().min(0),
  label: z.string(),
  devices: z.int().min(0),
  /** D-02: of what was left before this wave */
  percentOfRemaining: z.number(),
  /** of the whole cohort, this wave alone and up to its end */
  percentOfCohort: z.number(),
  cumulativePercent: z.number(),
  soakSeconds: z.number(),
  byHardwareType: z.record(z.string(), z.int()),
  byRegion: z.record(z.string(), z.int()),
})
export type PlanWave = z.infer<typeof PlanWave>

const Reasoned = z.object({ deviceId: DeviceId, name: z.string(), because: z.string() })

/** What a rollout will touch, frozen. `order` is the lane order: by wave, then site, then id. */
export const Plan = z.object({
  selector: Selector,
  cohort: z.int(),
  canary: z.object({
    picks: z.array(Reasoned),
    /** set when coverage needs more devices than the percentage allows (D-01) */
    exceedsCap: z.string().nullable(),
  }),
  waves: z.array(PlanWave),
  excluded: z.array(Reasoned),
  order: z.array(z.object({ deviceId: DeviceId, wave: z.int() })),
  /** sha256 over the rest of the plan, the policy and the target snapshot: what an approval is bound to */
  hash: z.string(),
})
export type Plan = z.infer<typeof Plan>
