import { z } from 'zod'

/** Report at this rate for a while, then return to the usual one. */
export const Capture = z.object({
  type: z.literal('capture'),
  intervalSeconds: z.number().min(0.2).max(3600),
  forSeconds: z.number().min(1).max(86_400),
})
export type Capture = z.infer<typeof Capture>
