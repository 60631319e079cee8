import { z } from 'zod'

/** Why a device is set aside, or let back in: said once, read by everybody afterwards. */
export const DeviceReason = z.object({ reason: z.string().trim().min(1, 'say why').max(500) })
export type DeviceReason = z.infer<typeof DeviceReason>
