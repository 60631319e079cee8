import { z } from 'zod'
import { Refusal } from './ack.ts'

/** Why the server will not listen. `retry: false` means a person has to act before it is worth trying again. */
export const Refused = z.object({ type: z.literal('refused'), refusal: Refusal, retry: z.boolean() })
export type Refused = z.infer<typeof Refused>
