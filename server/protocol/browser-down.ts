import { z } from 'zod'
import { Room } from './browser-up.ts'
import { Instant } from './ids.ts'

const stamp = { room: Room, epoch: z.string(), seq: z.int().min(0), serverTime: Instant }

/** The clock still ticks: every 3 seconds, so that a silent connection is seen to be dead. */
export const Tick = z.object({ type: z.literal('tick'), serverTime: Instant })

/** First answer to `watch`. `resync: true`: what was seen before does not connect to this; read the view again. */
export const Watching = z.object({ type: z.literal('watching'), ...stamp, resync: z.boolean() })

/** The view of this room changed; read it again over HTTP. At most 4 a second a room, 1 for `fleet`. */
export const Changed = z.object({ type: z.literal('changed'), ...stamp })

/** All device states of a rollout, one byte a device in lane order (device-state.ts). */
export const StatesSnapshot = z.object({ type: z.literal('states'), ...stamp, bytes: z.instanceof(Uint8Array) })

/** Changed states: 4 bytes each, big endian, `index << 4 | state`. */
export const StatesDelta = z.object({ type: z.literal('states-delta'), ...stamp, bytes: z.instanceof(Uint8Array) })

/** The session ended or the role changed: sign in again. */
export const SignedOut = z.object({ type: z.literal('signed-out'), because: z.string() })

/** Everything a browser can be told. Event `down`. A gap in `seq` or another `epoch`: watch again. */
export const BrowserDown = z.discriminatedUnion('type', [
  Tick,
  Watching,
  Changed,
  StatesSnapshot,
  StatesDelta,
  SignedOut,
])
export type BrowserDown = z.infer<typeof BrowserDown>
