import { z } from 'zod'
import { Instant } from '../ids.ts'
import { Labels, Name, ResourceId, ResourceKind } from '../registry.ts'

/** `POST /api/v1/devices/:id/resources` */
export const AddResource = z.object({
  id: ResourceId,
  kind: ResourceKind,
  name: Name,
  metadata: Labels.default({}),
  /** the calibration is valid before, due from then on; null: unknown */
  calibratedUntil: Instant.nullable().default(null),
})
export type AddResource = z.infer<typeof AddResource>

/** `PATCH /api/v1/devices/:id/resources/:resource`; what is not named stays. */
export const UpdateResource = z
  .strictObject({ name: Name, metadata: Labels, calibratedUntil: Instant.nullable() })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'say what changes')
export type UpdateResource = z.infer<typeof UpdateResource>

const DAYS = 365

/** `POST /api/v1/devices/:id/issues`: an issue nobody owns, or that never ends, is noise. */
export const OpenKnownIssue = z.object({
  title: z.string().trim().min(1, 'say what is wrong').max(200),
  owner: z.string().trim().min(1, 'say whose it is to mend').max(100),
  days: z.number().min(1, 'at least a day').max(DAYS, `at most ${DAYS} days`),
})
export type OpenKnownIssue = z.infer<typeof OpenKnownIssue>
