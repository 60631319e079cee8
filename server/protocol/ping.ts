import { z } from 'zod'

/** A scan asks who is there. The answer is `pong` with the same number of the scan, at once. */
export const Ping = z.object({ type: z.literal('ping'), scan: z.string().min(1).max(100) })
export type Ping = z.infer<typeof Ping>
