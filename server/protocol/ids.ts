import { z } from 'zod'

/** The parse is the only constructor: what must not be mixed is branded. */
const id = z
  .string()
  .min(1)
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/, 'letters, digits and . _ : - only')

export const DeviceId = id.brand<'DeviceId'>()
export type DeviceId = z.infer<typeof DeviceId>

export const RolloutId = id.brand<'RolloutId'>()
export type RolloutId = z.infer<typeof RolloutId>

export const ReleaseId = id.brand<'ReleaseId'>()
export type ReleaseId = z.infer<typeof ReleaseId>

export const ApprovalId = id.brand<'ApprovalId'>()
export type ApprovalId = z.infer<typeof ApprovalId>

/** Lower-case hex of the sha256 of an artifact's bytes: an artifact's name. */
export const Sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, '64 hexadecimal digits')
  .brand<'Sha256'>()
export type Sha256 = z.infer<typeof Sha256>

/** Number of a desired state, per device, only ever growing. */
export const Generation = z.int().min(0).brand<'Generation'>()
export type Generation = z.infer<typeof Generation>

/** Milliseconds since 1970-01-01T00:00:00Z. */
export const Instant = z.int().min(0).brand<'Instant'>()
export type Instant = z.infer<typeof Instant>
