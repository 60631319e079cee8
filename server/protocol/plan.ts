import { z } from 'zod'
import { ArmKey, PlanArms } from './comparison.ts'
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

export const WaveBlast = z.object({
  sites: z.int(),
  groups: z.int(),
  /** its devices that are connected as the plan is made; the others catch up */
  online: z.int(),
  /** all its devices together download */
  bytes: z.int(),
  /** longest a device may be without a proven application before it goes back by itself, seconds */
  downtimeSeconds: z.number(),
  /** sites and redundancy groups all of whose devices are in this wave, because it can not be avoided */
  whole: z.array(z.string()),
})
export type WaveBlast = z.infer<typeof WaveBlast>

/** What a wave is expected to take, from the fleet's own history as far as there is one. */
export const WaveForecast = z.object({
  /** from its first device to its gate, soak included: as half of the past installations went, and as nine of ten; seconds */
  lowSeconds: z.number(),
  highSeconds: z.number(),
  /** which history, and what stands in for one that is not there */
  because: z.string(),
  /** devices expected to be away when it begins */
  offline: z.int(),
  offlineBecause: z.string(),
})
export type WaveForecast = z.infer<typeof WaveForecast>

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
  /** what the wave puts at risk; absent in plans of older servers */
  blast: WaveBlast.optional(),
  /** absent in plans of older servers */
  forecast: WaveForecast.optional(),
})
export type PlanWave = z.infer<typeof PlanWave>

const Named = z.object({ deviceId: DeviceId, name: z.string() })
const Reasoned = Named.extend({ because: z.string() })

/** Devices alike in why they are not taken: counted, the first few named. */
export const LeftOut = z.object({ because: z.string(), devices: z.int(), named: z.array(Named) })
export type LeftOut = z.infer<typeof LeftOut>

/** A person's choice instead of a computed one: `instead` null only takes the canary out. */
export const CanarySwap = z.object({ take: DeviceId, instead: DeviceId.nullable() })
export type CanarySwap = z.infer<typeof CanarySwap>

/** B-09: why no smaller canary covers the fleet. */
export const CanaryCertificate = z.object({
  size: z.int(),
  lowerBound: z.int(),
  /** strata and groups no two of which have a device in common */
  apart: z.array(z.string()),
  because: z.string(),
})
export type CanaryCertificate = z.infer<typeof CanaryCertificate>

/** What a rollout will touch, frozen. `order` is the lane order: by wave, then site, then id. */
export const Plan = z.object({
  /** '' is every device */
  selector: z.union([SelectorText, Lists]),
  cohort: z.int(),
  /** of one site: together within the policy's bytes per second; absent: no limit */
  downloads: z.object({ atOnce: z.int().min(1), bytesPerSecond: z.int().min(1) }).optional(),
  canary: z.object({
    /** `covers`: the strata and groups it stands for */
    picks: z.array(Reasoned.extend({ covers: z.array(z.string()).default([]) })),
    /** set when coverage needs more devices than the percentage allows (D-01) */
    exceedsCap: z.string().nullable(),
    /** strata and groups without a canary */
    uncovered: z.array(z.object({ stratum: z.string(), because: z.string() })).default([]),
    /** devices of the cohort that may not be canaries */
    passedOver: z.array(LeftOut).default([]),
    /** null in plans of older servers */
    certificate: CanaryCertificate.nullable().default(null),
  }),
  waves: z.array(PlanWave),
  excluded: z.array(Reasoned),
  /** `arm`: of a device that an A/B rollout compares */
  order: z.array(z.object({ deviceId: DeviceId, wave: z.int(), arm: ArmKey.optional() })),
  /** only of an A/B rollout */
  arms: PlanArms.optional(),
  /** over the walk, the policy and the target: what an approval is bound to */
  hash: z.string(),
})
export type Plan = z.infer<typeof Plan>
