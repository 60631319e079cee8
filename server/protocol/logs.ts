import { z } from 'zod'
import { Generation } from './ids.ts'

/** The last words of an application that failed: the tail of what it printed. */
export const Logs = z.object({
  type: z.literal('logs'),
  generation: Generation,
  lines: z.array(z.string().max(1000)).max(200),
})
export type Logs = z.infer<typeof Logs>
