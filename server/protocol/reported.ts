import { z } from 'zod'
import { Generation, Sha256 } from './ids.ts'

/** Why a device went back, in words a pattern can be read from. */
export const FailureReason = z.enum([
  'download-failed',
  'hash-mismatch',
  'signature-invalid',
  'manifest-refused',
  'disk-full',
  'unpack-failed',
  'start-failed',
  'crash-loop',
  'smoke-test-failed',
  'health-not-proven',
  'memory-limit',
  'version-mismatch',
  'agent-restarted',
  'internal',
])
export type FailureReason = z.infer<typeof FailureReason>

export const UPDATE_STEPS = [
  'accepted',
  'downloading',
  'downloaded',
  'unpacking',
  'prepared',
  'standby',
  'standing-by',
  'switching',
  'proving',
  'confirmed',
  'rolling-back',
  'rolled-back',
  'refused',
] as const
export const UpdateStep = z.enum(UPDATE_STEPS)
export type UpdateStep = z.infer<typeof UpdateStep>

/** Where the device stands with the newest desired state it accepted. */
export const UpdateReport = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('updating'), step: UpdateStep, percent: z.int().min(0).max(100).nullable() }),
  z.object({ state: z.literal('confirmed') }),
  z.object({ state: z.literal('rolled-back'), reason: FailureReason, detail: z.string().max(500) }),
  z.object({ state: z.literal('refused'), reason: FailureReason, detail: z.string().max(500) }),
])
export type UpdateReport = z.infer<typeof UpdateReport>

export const InstalledRelease = z.object({
  name: z.string().max(60),
  version: z.string().max(60),
  sha256: Sha256,
  /** of its configuration as the device's disk has it now, over its canonical JSON (canonical-json.ts); absent: an old agent */
  configDigest: Sha256.nullable().optional(),
})
export type InstalledRelease = z.infer<typeof InstalledRelease>

/** What the device says it runs. The device is the truth. */
export const Reported = z.object({
  /** newest desired state the device accepted; 0 before the first */
  generation: Generation,
  running: InstalledRelease.nullable(),
  slot: z.enum(['a', 'b']).nullable(),
  /** the other slot's complete release: what it can go back to without any transfer */
  standby: InstalledRelease.nullable(),
  update: UpdateReport,
  /** the standby runs beside the active slot; null: it does not; absent: an agent that cannot run both */
  beside: z
    .object({ healthy: z.boolean(), because: z.string().max(300) })
    .nullable()
    .optional(),
})
export type Reported = z.infer<typeof Reported>
