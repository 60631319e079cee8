import { z } from 'zod'
import { DeviceId } from './ids.ts'
import { printSelector } from './selector/print.ts'
import { SelectorText } from './selector/selector.ts'

const list = z.array(z.string()).default([])

/** How plans named their devices before there was a selector language: read as the text that means the same. */
const Lists = z
  .object({ regions: list, sites: list, hardwareTypes: list })
  .transform(({ regions, sites, hardwareTypes }) =>
    printSelector(
      (
        [
          ['region', regions],
          ['site', sites],
          ['type', hardwareTypes],
        ] as const
      ).flatMap(([key, values]) => (values.length > 0 ? [{ on: 'key' as const, key, is: 'in' as const, values }] : [])),
    ),
  )

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
  /** '' is every device */
  selector: z.union([SelectorText, Lists]),
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
