import { z } from 'zod'
import { Capture } from './capture.ts'
import { ChangeKey } from './change-key.ts'
import { Desired } from './desired.ts'
import { Ping } from './ping.ts'
import { Refused } from './refused.ts'
import { Welcome } from './welcome.ts'

/** To be signed in `hello`: proves the device holds its key now, not once. */
export const Challenge = z.object({ type: z.literal('challenge'), nonce: z.string().min(16).max(100) })
export type Challenge = z.infer<typeof Challenge>

/** Everything a device can be told. Sent as event `down`. */
export const DeviceDown = z.discriminatedUnion('type', [Challenge, Welcome, Desired, Capture, Ping, ChangeKey, Refused])
export type DeviceDown = z.infer<typeof DeviceDown>
