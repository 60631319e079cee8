import { z } from 'zod'
import { ARMS } from './arm.ts'
import { ApprovalId, DeviceId, Instant } from './ids.ts'
import { Priority } from './priority.ts'

/** What made a rollout stop or turn back. */
export const Trigger = z.object({
  /** number of the rule it broke, e.g. R-062; `person` when somebody asked for it */
  rule: z.string(),
  because: z.string(),
  at: Instant,
})
export type Trigger = z.infer<typeof Trigger>

/** Why devices of the wave in play are not told yet by a limit of the policy, and what moves it. */
export const Held = z.object({
  rule: z.enum(['R-081', 'ramp', 'site-ramp', 'site-bytes', 'disruption-budget']),
  because: z.string(),
  since: Instant,
  /** when a clock moves it */
  until: Instant.nullable(),
})
export type Held = z.infer<typeof Held>

const wave = z.int().min(0)
const since = Instant

/** somebody suspects a gradual degradation; nothing is approved and no wave follows before it is cleared. */
export const Suspicion = z.object({ by: z.string(), name: z.string(), reason: z.string(), at: Instant })
export type Suspicion = z.infer<typeof Suspicion>

/** A person asked that the gate of a halted wave be passed over; another one has to confirm it in time. */
export const OverrideAsked = z.object({
  by: z.string(),
  name: z.string(),
  reason: z.string(),
  at: Instant,
  expiresAt: Instant,
})
export type OverrideAsked = z.infer<typeof OverrideAsked>

/** B-04: a canary went back to what it ran before, proved it, and took the new version again. */
export const Drilled = z.object({
  deviceId: DeviceId,
  name: z.string(),
  /** from being told to go back until it was proven there */
  seconds: z.number(),
  at: Instant,
})
export type Drilled = z.infer<typeof Drilled>

/** B-04: where the rollback drill of the canary stands. */
export const Drill = z.discriminatedUnion('step', [
  /** no device of the canary can be taken for it now */
  z.object({ step: z.literal('waiting'), since }),
  z.object({ step: z.literal('back'), deviceId: DeviceId, name: z.string(), since }),
  /** it went back; what is left is to take the new version again */
  z.object({ step: z.literal('again'), drilled: Drilled, since }),
])
export type Drill = z.infer<typeof Drill>

/** It waits until rollouts that have some of its devices are over. */
export const Queued = z.object({
  priority: Priority,
  by: z.string(),
  name: z.string(),
  reason: z.string(),
  since: Instant,
  /** its turn came, and its plan would have come out otherwise: a person has to look at it */
  changed: z.object({ because: z.string(), at: Instant }).optional(),
})
export type Queued = z.infer<typeof Queued>

/** Each phase has its own shape: a field exists only while it means something. */
export const RolloutState = z.discriminatedUnion('phase', [
  /** `startAt`: nothing is touched or checked before; `queue`: nor before those ahead are over */
  z.object({ phase: z.literal('preparing'), since, startAt: Instant.optional(), queue: Queued.optional() }),
  z.object({ phase: z.literal('validating'), since }),
  /** `drill`: only in the canary's wave, of a policy that asks for one */
  z.object({ phase: z.literal('deploying'), wave, since, held: Held.optional(), drill: Drill.optional() }),
  z.object({
    phase: z.literal('soaking'),
    wave,
    since,
    soakUntil: Instant,
    deadline: Instant,
    suspected: Suspicion.optional(),
    drilled: Drilled.optional(),
    /** two people passed over its gate: one that is inconclusive counts as passed, rails act as ever */
    overridden: z.object({ asked: z.string(), confirmed: z.string(), reason: z.string() }).optional(),
  }),
  z.object({
    phase: z.literal('awaiting-approval'),
    wave,
    since,
    approval: ApprovalId,
    expiresAt: Instant,
    suspected: Suspicion.optional(),
    drilled: Drilled.optional(),
  }),
  /** A/B: both arms run and are compared until then; a person picks one of them, or neither */
  z.object({ phase: z.literal('comparing'), wave, since, until: Instant }),
  /** stopped, waiting for a person; `resume` says what going on would mean */
  z.object({
    phase: z.literal('halted'),
    wave,
    since,
    trigger: Trigger,
    resume: z.enum(['soak-again', 'ask-again', 'drill-again', 'nothing']),
    suspected: Suspicion.optional(),
    drilled: Drilled.optional(),
    override: OverrideAsked.optional(),
  }),
  z.object({
    phase: z.literal('rolling-back'),
    scope: z.enum(['wave', 'deployed', 'arm']),
    /** of the scope `arm` */
    arm: z.enum(ARMS).optional(),
    wave,
    since,
    trigger: Trigger,
    end: z.enum(['rolled-back', 'aborted']),
  }),
  z.object({
    phase: z.literal('verifying-rollback'),
    scope: z.enum(['wave', 'deployed', 'arm']),
    /** of the scope `arm` */
    arm: z.enum(ARMS).optional(),
    wave,
    since,
    until: Instant,
    trigger: Trigger,
    end: z.enum(['rolled-back', 'aborted']),
  }),
  z.object({ phase: z.literal('confirming'), since }),
  z.object({ phase: z.literal('completed'), at: Instant }),
  z.object({
    phase: z.literal('rolled-back'),
    at: Instant,
    wave,
    trigger: Trigger,
    restored: z.enum(['yes', 'no', 'not-measured']),
  }),
  z.object({
    phase: z.literal('aborted'),
    at: Instant,
    wave,
    trigger: Trigger,
    restored: z.enum(['yes', 'no', 'not-measured']),
  }),
])
export type RolloutState = z.infer<typeof RolloutState>
export type Phase = RolloutState['phase']

/** Stopped by a person; rails still act, nothing new is exposed. */
export const Paused = z.object({ since: Instant, by: z.string(), reason: z.string() })
export type Paused = z.infer<typeof Paused>

export const PreflightItem = z.object({
  rule: z.string(),
  name: z.string(),
  met: z.boolean(),
  because: z.string(),
  /** when it was computed */
  at: Instant,
  /** page of the dashboard on which it can be mended */
  href: z.string().optional(),
})
export type PreflightItem = z.infer<typeof PreflightItem>

export const Role = z.enum(['viewer', 'operator', 'approver', 'owner'])
export type Role = z.infer<typeof Role>
