import { z } from 'zod'
import { Hello } from './hello.ts'
import { Inventory } from './inventory.ts'
import { Logs } from './logs.ts'
import { Pong } from './pong.ts'
import { Progress } from './progress.ts'
import { Report } from './report.ts'

/** Everything a device can say. Sent as event `up` with an acknowledgement `Ack<null>`. */
export const DeviceUp = z.discriminatedUnion('type', [Hello, Report, Progress, Logs, Inventory, Pong])
export type DeviceUp = z.infer<typeof DeviceUp>
