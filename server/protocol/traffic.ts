import { z } from 'zod'

/** of the two slots that run at once one is active and gets the traffic, the other stands by. */
export const Traffic = z.enum(['standby', 'active'])
export type Traffic = z.infer<typeof Traffic>

/** What an agent says among its capabilities when its device has a router: only then can both slots run at once. */
export const BLUE_GREEN_CAPABILITY = 'blue-green'
