import { z } from 'zod'

/** Why something about a device is over: said once, read by everybody afterwards. */
export const DeviceReason = z.object({ reason: z.string().trim().min(1, 'say why').max(500) })
export type DeviceReason = z.infer<typeof DeviceReason>
