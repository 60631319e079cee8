import { z } from 'zod'
import { LayerName } from '../config-layer.ts'
import { DriftAction, DriftCause, DriftKind, DriftSeverity } from '../drift.ts'
import { DeviceId, Instant } from '../ids.ts'
import { ActPermission } from './person.ts'

/** Who said what is desired of a key, in which layer. */
const KeySetter = z.object({ by: z.string(), at: Instant, from: LayerName })
export type KeySetter = z.infer<typeof KeySetter>

/** One difference, on as many devices as have it. `null`: not there; of a secret both are null. */
export const DriftGroup = z.object({
  id: z.string(),
  kind: DriftKind,
  key: z.string(),
  desired: z.json().nullable(),
  reported: z.json().nullable(),
  secret: z.boolean(),
  severity: DriftSeverity,
  cause: DriftCause,
  devices: z.int(),
  sites: z.array(z.object({ id: z.string(), name: z.string(), devices: z.int() })),
  /** the first few, by name */
  sample: z.array(z.object({ id: DeviceId, name: z.string() })),
  since: Instant,
  newest: Instant,
  /** devices on which it comes back after it was put right */
  flapping: z.int(),
  /** of the rule that decides about it, when it is one rule */
  rule: z.object({ id: z.string(), action: DriftAction, owner: z.string() }).nullable(),
  /** who set what is desired, when that is known */
  set: KeySetter.nullable(),
  /** may what is reported become what is desired? */
  accept: ActPermission,
})
export type DriftGroup = z.infer<typeof DriftGroup>

export const DriftRuleRow = z.object({
  id: z.string(),
  selector: z.string(),
  kind: z.string(),
  keyPattern: z.string(),
  action: DriftAction,
  owner: z.string(),
  reason: z.string(),
  perMinute: z.int(),
  createdAt: Instant,
  expiresAt: Instant.nullable(),
  /** a reconcile failed: nothing more is asked until a person starts it again */
  stopped: z.object({ at: Instant, because: z.string() }).nullable(),
})
export type DriftRuleRow = z.infer<typeof DriftRuleRow>

export const ReconcileRow = z.object({
  id: z.string(),
  state: z.enum(['running', 'done', 'stopped']),
  because: z.string(),
  by: z.string(),
  byRule: z.boolean(),
  at: Instant,
  endedAt: Instant.nullable(),
  devices: z.int(),
  healthy: z.int(),
  failed: z.int(),
})
export type ReconcileRow = z.infer<typeof ReconcileRow>

/** `GET /api/v1/drift` — how many differ from what is intended, in what way, since when and why. */
export const DriftView = z.object({
  serverTime: Instant,
  counts: z.object({
    devices: z.int(),
    drifted: z.int(),
    inSync: z.int(),
    inFlight: z.int(),
    unknown: z.int(),
    ignored: z.int(),
  }),
  groups: z.array(DriftGroup),
  ignored: z.array(DriftGroup),
  /** the last seven days; null: nothing was counted */
  history: z.array(z.object({ at: Instant, drifted: z.int().nullable() })),
  rules: z.array(DriftRuleRow),
  reconciles: z.array(ReconcileRow),
  actions: z.object({ reconcile: ActPermission, rules: ActPermission }),
})
export type DriftView = z.infer<typeof DriftView>

export const DriftLine = z.object({
  kind: DriftKind,
  key: z.string(),
  desired: z.json().nullable(),
  reported: z.json().nullable(),
  equal: z.boolean(),
  secret: z.boolean(),
  severity: DriftSeverity.nullable(),
  cause: DriftCause.nullable(),
  since: Instant.nullable(),
  /** why it is not put right by itself, or who ignores it; null: nothing to say */
  note: z.string().nullable(),
  set: KeySetter.nullable(),
  accept: ActPermission,
})
export type DriftLine = z.infer<typeof DriftLine>

/** `GET /api/v1/devices/{id}/drift` — what one device should have beside what it says it has. */
export const DeviceDriftView = z.object({
  serverTime: Instant,
  id: DeviceId,
  name: z.string(),
  site: z.string(),
  verdict: z.enum(['in-sync', 'drift', 'in-flight', 'unknown']),
  because: z.string(),
  evaluatedAt: Instant.nullable(),
  lines: z.array(DriftLine),
  normalised: z.array(z.string()),
  configPath: z.string().nullable(),
  /** who last decided what it should run: the other half of "who changed it" */
  setBy: z.object({ who: z.string(), what: z.string(), at: Instant }).nullable(),
  reconcile: ReconcileRow.nullable(),
  actions: z.object({ reconcile: ActPermission }),
})
export type DeviceDriftView = z.infer<typeof DeviceDriftView>
