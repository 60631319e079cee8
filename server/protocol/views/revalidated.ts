import { z } from 'zod'
import { DeviceId, Instant } from '../ids.ts'

export const Unfit = z.object({ deviceId: DeviceId, name: z.string(), because: z.string() })
export type Unfit = z.infer<typeof Unfit>

/** an open plan held against the registry a scan has left. `checked`: devices it has not exposed yet. */
export const Revalidated = z.object({
  scanId: z.string(),
  at: Instant,
  checked: z.int(),
  unfit: z.array(Unfit),
})
export type Revalidated = z.infer<typeof Revalidated>
