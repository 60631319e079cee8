import { z } from 'zod'
import { Hello } from './hello.ts'

/** The answer to a scan: what the device is, said anew, so that the registry can be compared with it. */
export const Pong = z.object({
  type: z.literal('pong'),
  scan: z.string().min(1).max(100),
  ...Hello.pick({ agentVersion: true, hardware: true, capabilities: true, reported: true }).shape,
})
export type Pong = z.infer<typeof Pong>
