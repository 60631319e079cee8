import { z } from 'zod'

/** `POST /api/v1/devices/{id}/revoke` */
export const RevokeDevice = z.object({ reason: z.string().trim().min(1).max(300) })
export type RevokeDevice = z.infer<typeof RevokeDevice>

/** `POST /api/v1/devices/{id}/readmit`: takes a revocation back. */
export const ReadmitDevice = z.object({ reason: z.string().trim().min(1).max(300) })
export type ReadmitDevice = z.infer<typeof ReadmitDevice>

/** `POST /api/v1/devices/{id}/replacement`: a token with one use; the hardware that shows it becomes this device. */
export const OpenReplacement = z.object({
  hours: z
    .number()
    .min(0.01)
    .max(24 * 30)
    .default(24),
})
export type OpenReplacement = z.infer<typeof OpenReplacement>
