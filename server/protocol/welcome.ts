import { z } from 'zod'
import { Instant } from './ids.ts'

/** The server has verified who speaks. */
export const Welcome = z.object({
  type: z.literal('welcome'),
  serverTime: Instant,
  reportIntervalSeconds: z.number().min(0.2).max(3600),
  /** after a clean close, come back at a random moment within this many seconds */
  reconnectWindowSeconds: z.number().min(0).max(600),
  /** number of the newest journal entry the server holds of this device; 0 if none */
  lastProgress: z.int().min(0),
})
export type Welcome = z.infer<typeof Welcome>
