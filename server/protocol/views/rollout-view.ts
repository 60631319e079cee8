import { z } from 'zod'
import { DeviceState } from '../device-state.ts'
import { GateReading } from '../evidence.ts'
import { ApprovalId, DeviceId, Instant, RolloutId } from '../ids.ts'
import { PlanWave } from '../plan.ts'
import { Priority } from '../priority.ts'
import { Paused, PreflightItem, Queued, RolloutState } from '../rollout-state.ts'
import { ComparisonView, PickView } from './comparison-view.ts'
import { ActPermission } from './person.ts'
import { RecoveryView, Remedies } from './recovery-view.ts'
import { Revalidated } from './revalidated.ts'
import { RolloutAhead } from './rollout-ahead.ts'
import { RolloutPlan } from './rollout-plan.ts'

export const PipelineStep = z.object({
  key: z.string(),
  /** PREPARE, VALIDATE, CANARY, APPROVAL, WAVE 1 …, CONFIRM */
  label: z.string(),
  status: z.enum(['done', 'current', 'waiting', 'failed', 'turned-back', 'not-reached']),
  /** short: "soak until 14:08", "approved by Ada" */
  note: z.string(),
  wave: z.int().nullable(),
})
export type PipelineStep = z.infer<typeof PipelineStep>

/** What happens next, when, on what condition, and who or what can move it. Written by the decision core. */
export const NextStep = z.object({
  sentence: z.string(),
  /** when it is due, if a clock moves it: shown as a countdown */
  at: Instant.nullable(),
  waitingFor: z.enum(['engine', 'devices', 'evidence', 'calendar', 'person', 'nothing']),
  since: Instant,
})
export type NextStep = z.infer<typeof NextStep>

export const WaveLane = PlanWave.extend({
  /** the wave's first place in lane order; its devices are `offset … offset + devices − 1` */
  offset: z.int(),
  counts: z.partialRecord(DeviceState, z.int()),
  verdict: z.enum(['pass', 'fail', 'inconclusive', 'running', 'not-started', 'rolled-back']),
  startedAt: Instant.nullable(),
  endedAt: Instant.nullable(),
  /** B-11: why it stands where it stands, and what moves it */
  why: z.string(),
})
export type WaveLane = z.infer<typeof WaveLane>

export const RolloutEvent = z.object({
  id: z.string(),
  at: Instant,
  kind: z.enum(['decision', 'person', 'device', 'alarm']),
  actor: z.string(),
  sentence: z.string(),
  deviceId: DeviceId.nullable(),
  wave: z.int().nullable(),
})
export type RolloutEvent = z.infer<typeof RolloutEvent>

export const RolloutActs = z.object({
  pause: ActPermission,
  resume: ActPermission,
  extendSoak: ActPermission,
  rollBackWave: ActPermission,
  abort: ActPermission,
  rollBack: ActPermission,
})
export type RolloutActs = z.infer<typeof RolloutActs>

export const QueueView = Queued.extend({ ahead: z.array(RolloutAhead), prioritise: ActPermission })
export type QueueView = z.infer<typeof QueueView>

const SnapshotRef = z.object({ number: z.int(), release: z.string(), version: z.string() })

/** `GET /api/v1/rollouts/:id` — everything on the live view but the dots and the charts. */
export const RolloutView = z.object({
  id: RolloutId,
  serverTime: Instant,
  name: z.string(),
  strategy: z.string(),
  policyLabel: z.string(),
  demoPolicy: z.boolean(),
  from: z.array(SnapshotRef),
  to: SnapshotRef,
  createdBy: z.string(),
  createdAt: Instant,
  endedAt: Instant.nullable(),
  state: RolloutState,
  paused: Paused.nullable(),
  because: z.string(),
  pipeline: z.array(PipelineStep),
  next: NextStep,
  waves: z.array(WaveLane),
  cohort: z.int(),
  counts: z.partialRecord(DeviceState, z.int()),
  excluded: z.array(z.object({ deviceId: DeviceId, name: z.string(), because: z.string() })),
  /** newest reading of each wave that has one */
  readings: z.array(GateReading),
  preflight: z.array(PreflightItem),
  /** R-129 by counting: what the failed devices have in common; null below three failures */
  failurePattern: z
    .object({
      kind: z.enum(['artifact', 'compatibility', 'infrastructure', 'unknown']),
      because: z.string(),
      table: z.array(z.object({ label: z.string(), failed: z.int(), exposed: z.int() })),
    })
    .nullable(),
  /** R-125 … R-131: what follows a failed wave; null while nothing has failed */
  recovery: RecoveryView.nullable(),
  remedies: Remedies,
  /** held against the registry the newest scan left; null when no scan met it open */
  revalidated: Revalidated.nullable(),
  /** who goes before it while it waits for its turn; null: it does not wait */
  queue: QueueView.nullable(),
  /** rollouts that wait for this one, in the order in which they would begin */
  waiting: z.array(z.object({ id: RolloutId, name: z.string(), priority: Priority, devices: z.int() })),
  /** of an A/B rollout; null: it compares nothing */
  comparison: ComparisonView.nullable(),
  /** null while there is nothing to pick */
  pick: PickView.nullable(),
  approval: z.object({ id: ApprovalId, expiresAt: Instant, needed: z.int(), given: z.int() }).nullable(),
  acts: RolloutActs,
  plan: RolloutPlan.nullable(),
  /** the `<fleet-deploy-state>` text */
  stateBlock: z.string(),
  canaryExceedsCap: z.string().nullable(),
})
export type RolloutView = z.infer<typeof RolloutView>

/** `GET /api/v1/rollouts/:id/devices` — who stands at each place of the lanes. `states[i]` belongs to `devices[i]`. */
export const RolloutDevicesView = z.object({
  serverTime: Instant,
  devices: z.array(
    z.object({
      id: DeviceId,
      name: z.string(),
      wave: z.int(),
      site: z.string(),
      region: z.string(),
      hardwareType: z.string(),
      state: DeviceState,
      running: z.string().nullable(),
      online: z.boolean(),
      lastSeenAt: Instant.nullable(),
      because: z.string(),
      canaryBecause: z.string().nullable(),
      /** B-11: what it waits for here; null: nothing, it has come through or is back */
      why: NextStep.nullable(),
    }),
  ),
})
export type RolloutDevicesView = z.infer<typeof RolloutDevicesView>

/** `GET /api/v1/rollouts/:id/events?wave=` newest first. */
export const RolloutEventsView = z.object({ serverTime: Instant, events: z.array(RolloutEvent) })
export type RolloutEventsView = z.infer<typeof RolloutEventsView>

/** `GET /api/v1/rollouts/:id/charts?wave=` — at most 240 points a series; nulls are gaps. */
export const RolloutChartsView = z.object({
  serverTime: Instant,
  wave: z.int().nullable(),
  /** deploy mark and soak band on the same clock */
  deployedAt: Instant.nullable(),
  soak: z.object({ from: Instant, to: Instant }).nullable(),
  charts: z.array(
    z.object({
      key: z.enum(['error-rate', 'p95-latency', 'memory', 'cpu']),
      title: z.string(),
      unit: z.enum(['%', 'ms']),
      limit: z.number().nullable(),
      baseline: z.object({ value: z.number(), low: z.number(), high: z.number() }).nullable(),
      sentence: z.string(),
      points: z.array(z.object({ at: Instant, old: z.number().nullable(), new: z.number().nullable() })),
    }),
  ),
})
export type RolloutChartsView = z.infer<typeof RolloutChartsView>
