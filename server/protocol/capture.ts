import { z } from 'zod'

export const LONGEST_CAPTURE_SECONDS = 86_400

/** Report at this rate for a while, then return to the usual one. */
export const Capture = z.object({
  type: z.literal('capture'),
  intervalSeconds: z.number().min(0.2).max(3600),
  forSeconds: z.number().min(1).max(LONGEST_CAPTURE_SECONDS),
})
export type Capture = z.infer<typeof Capture>
