import { z } from 'zod'
import { DeviceId, Instant } from '../ids.ts'
import { OverrideAsked, Suspicion } from '../rollout-state.ts'
import { RootCause } from '../root-cause.ts'
import { ActPermission } from './person.ts'

/** One step of R-125 … R-131; `owed`: as far as it can be done now, the rest when a device is heard again. */
export const RecoveryStep = z.object({
  key: z.enum(['halted', 'sent-back', 'verified', 'logs', 'pattern', 'root-cause', 'go-on']),
  rule: z.string(),
  label: z.string(),
  status: z.enum(['done', 'current', 'waiting', 'owed', 'failed']),
  at: Instant.nullable(),
  sentence: z.string(),
})
export type RecoveryStep = z.infer<typeof RecoveryStep>

/** What follows a failed wave, and how far it has come. */
export const RecoveryView = z.object({
  steps: z.array(RecoveryStep),
  /** oldest first */
  rootCauses: z.array(RootCause),
  /** nothing goes on before a root cause is recorded */
  unexplained: z.boolean(),
  record: ActPermission,
  recommendations: z.array(z.string()),
})
export type RecoveryView = z.infer<typeof RecoveryView>

/** how one device failed, and what it and its agent said last. */
export const FailedDevice = z.object({
  deviceId: DeviceId,
  name: z.string(),
  wave: z.int(),
  reason: z.string(),
  detail: z.string(),
  at: Instant,
  /** oldest first; empty while they are owed */
  lines: z.array(z.string()),
  /** why there are none yet; null: they are here */
  owed: z.string().nullable(),
})
export type FailedDevice = z.infer<typeof FailedDevice>

/** `GET /api/v1/rollouts/:id/failure-logs` */
export const FailureLogsView = z.object({ serverTime: Instant, devices: z.array(FailedDevice), leftOut: z.int() })
export type FailureLogsView = z.infer<typeof FailureLogsView>

/** What two people, or one, may do about a rollout that stands or soaks. */
export const Remedies = z.object({
  /** R-132 … R-136: somebody extended the soak because of it; null when nobody suspects any */
  suspicion: Suspicion.extend({ clear: ActPermission }).nullable(),
  /** of a gate that stands inconclusive; null otherwise */
  override: z.object({ asked: OverrideAsked.nullable(), ask: ActPermission, confirm: ActPermission }).nullable(),
  /** gates that were passed over, oldest first: shown for ever */
  overrides: z.array(
    z.object({ at: Instant, asked: z.string(), confirmed: z.string(), reason: z.string(), wave: z.int() }),
  ),
  /** devices that stand failed or quarantined while the rollout stands; null when there are none */
  retry: z.object({ devices: z.int(), may: ActPermission, record: ActPermission, explained: z.boolean() }).nullable(),
})
export type Remedies = z.infer<typeof Remedies>
