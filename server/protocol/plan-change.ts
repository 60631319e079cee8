import { z } from 'zod'
import { DeviceId } from './ids.ts'

/** One way in which a plan differs from another, or from what would be planned now. */
export const PlanChange = z.object({
  kind: z.enum([
    'target',
    'config',
    'policy',
    'selector',
    'came',
    'went',
    'moved',
    'canary',
    'bytes',
    'preflight',
    'words',
  ]),
  /** without the devices: they stand beside it */
  because: z.string(),
  /** all it concerns; the first of them are named */
  count: z.int(),
  devices: z.array(z.object({ deviceId: DeviceId, name: z.string(), because: z.string().nullable() })),
  /** true: what would be walked is another; false: to be known, but what would be deployed is the same */
  holds: z.boolean(),
})
export type PlanChange = z.infer<typeof PlanChange>
