import { z } from 'zod'
import { Slot } from './installed.ts'

/** What the agent may ask of the router of its device. */
export const RouteOrder = z.discriminatedUnion('do', [
  z.object({ do: z.literal('look') }),
  /** the application of this slot listens there from now on */
  z.object({ do: z.literal('at'), slot: Slot, port: z.int().min(1).max(65_535) }),
  z.object({
    do: z.literal('serve'),
    slot: Slot.nullable(),
    /** `seconds` without `settle`: the traffic goes back, and that slot is the active one again */
    trial: z.object({ back: Slot, seconds: z.number().min(0) }).optional(),
  }),
  z.object({ do: z.literal('settle'), slot: Slot }),
  /** answered when no request is under way to this slot, or after a while */
  z.object({ do: z.literal('drain'), slot: Slot }),
  z.object({ do: z.literal('stop') }),
])
export type RouteOrder = z.infer<typeof RouteOrder>

export const RouteAnswer = z.object({ serving: Slot.nullable(), onTrial: z.boolean() })
export type RouteAnswer = z.infer<typeof RouteAnswer>

/** Where a running router takes orders, for the next life of the agent too. */
export const RouterCard = z.object({ pid: z.int().min(2), port: z.int(), control: z.int(), secret: z.string().min(16) })
export type RouterCard = z.infer<typeof RouterCard>
