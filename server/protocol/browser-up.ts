import { z } from 'zod'

/** A room a browser may watch: `fleet`, `rollouts`, `approvals`, `drift`, `releases`, `lobby`, `scan`, `rollout:<id>` or `device:<id>`. */
export const Room = z
  .string()
  .regex(/^(fleet|rollouts|approvals|drift|releases|lobby|scan|(rollout|device):[A-Za-z0-9._:-]{1,100})$/)
export type Room = z.infer<typeof Room>

export const Watch = z.object({
  type: z.literal('watch'),
  room: Room,
  /** last message seen of this room, if it was watched before; anything else means: start anew */
  last: z.object({ epoch: z.string().max(60), seq: z.int().min(0) }).nullable(),
})
export const Unwatch = z.object({ type: z.literal('unwatch'), room: Room })

/** Everything a browser can say on the socket. Acts go over HTTP. Event `up`, acknowledged with `Ack<null>`. */
export const BrowserUp = z.discriminatedUnion('type', [Watch, Unwatch])
export type BrowserUp = z.infer<typeof BrowserUp>
