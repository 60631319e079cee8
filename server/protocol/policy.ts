import { z } from 'zod'
import { STRATEGIES } from './strategy.ts'
import { TrialPolicy } from './trial.ts'

const percent = z.number().min(0).max(100)
const seconds = z
  .number()
  .min(0)
  .max(30 * 86_400)

/** The hard rails of the contract; every limit names its unit (D-03). */
export const GatePolicy = z.object({
  /** R-061, percentage points above baseline */
  maxErrorRateIncreasePoints: percent,
  /** R-062, per cent above baseline */
  maxP95IncreasePercent: z.number().min(1).max(1000),
  /** R-064, per cent on any deployed device */
  maxMemoryPercent: percent,
  /** R-065, per cent of the wave's devices, silent and dark counted (D-04) */
  maxUnreachablePercent: percent,
  /** R-124, per cent of the wave's exposed devices */
  maxFailedPercent: percent,
  /** R-066, percentage points above baseline over all deployed devices */
  maxFleetErrorRateIncreasePoints: percent,
  /** fewer requests than this decide nothing */
  minRequests: z.int().min(1),
  /** per cent of exposed devices that must be reporting before a gate may pass */
  minCoveragePercent: percent,
})
export type GatePolicy = z.infer<typeof GatePolicy>

/** 100 Gbit/s: no site has more. */
const MOST_BYTES_PER_SECOND = 12_500_000_000

/** How fast devices are told; 0 is no limit. A rollback knows none. */
export const Ramp = z.object({
  /** of one rollout */
  devicesPerMinute: z.int().min(0).max(1_000_000),
  /** of one rollout, that install or prove themselves */
  concurrentPerSite: z.int().min(0).max(100_000),
  /** downloads at one site together, whichever rollout they are for: of several that share one the lowest counts; 0: no limit */
  bytesPerSecondPerSite: z.int().min(0).max(MOST_BYTES_PER_SECOND).default(0),
})

export type Ramp = z.infer<typeof Ramp>

/** How many devices may be unavailable at once, counted over all rollouts and everyone who is away. */
export const DisruptionBudget = z.object({
  /** at most, per cent of the devices of a site; 100 is no limit */
  sitePercent: percent,
  /** at least, devices of a redundancy group that stay; 0 is no limit */
  groupAvailable: z.int().min(0).max(10_000),
})
export type DisruptionBudget = z.infer<typeof DisruptionBudget>

/** How a cohort is walked. Ranges are checked by the planner, which says why (domain/rollout/policy-limits.ts). */
export const RolloutPolicy = z.object({
  label: z.string().min(1).max(80),
  /** soaks in seconds; the server accepts this only when it was started as a demo */
  demo: z.boolean(),
  /** policies from before there was a choice were all walked this way */
  strategy: z.enum(STRATEGIES).default('canary-rolling'),
  /** per cent of the cohort */
  canaryPercent: percent,
  /** per cent of what remains before each wave (D-02); one more wave takes the rest */
  wavePercents: z.array(percent).max(20),
  /** per cent of the cohort that a rolling update has in hand at once; the other strategies do not look at it */
  maxUnavailablePercent: percent.default(10),
  /** per cent of the cohort that an A/B rollout compares, both arms together, and for how long; others do not look at it */
  comparePercent: percent.default(20),
  compareSeconds: seconds.default(3600),
  ramp: Ramp.default({ devicesPerMinute: 0, concurrentPerSite: 0, bytesPerSecondPerSite: 0 }),
  budget: DisruptionBudget.default({ sitePercent: 100, groupAvailable: 0 }),
  canarySoakSeconds: seconds,
  waveSoakSeconds: seconds,
  /** how long after its soak a gate may wait for missing evidence before a person has to decide */
  gateGraceSeconds: seconds,
  /** telemetry before the rollout that makes the baseline (D-10), and how many requests it must hold per device */
  baselineWindowSeconds: seconds,
  baselineMinRequests: z.int().min(1),
  /** a device that was told to install and neither confirmed nor failed within this time, connected, counts as failed */
  installTimeoutSeconds: seconds,
  /** no word for this long from a device that was alive before its update: dark (D-04) */
  darkAfterSeconds: seconds,
  /** how long a rolled-back wave is measured before the rollback counts as proven or not */
  rollbackVerifySeconds: seconds,
  /** B-04: before the canary soaks, one of its devices is sent back, proven there, and told the target again */
  rollbackDrill: z.boolean().default(false),
  approvalsNeeded: z.int().min(1).max(10),
  approvalExpiresSeconds: seconds,
  /** agents of exposed devices report this often while a wave is watched */
  captureIntervalSeconds: z.number().min(0.5).max(300),
  gate: GatePolicy,
  trial: TrialPolicy,
})
export type RolloutPolicy = z.infer<typeof RolloutPolicy>
