import { z } from 'zod'
import { Fingerprint } from '../fingerprint.ts'
import { DeviceId, Instant } from '../ids.ts'
import { ActPermission } from './person.ts'

export const WaitingDevice = z.object({
  fingerprint: Fingerprint,
  /** what it asks to be called and where it says it stands */
  deviceId: DeviceId,
  name: z.string(),
  siteId: z.string().nullable(),
  /** a device with this id is enrolled with another key */
  idTaken: z.boolean(),
  hardwareType: z.string(),
  architecture: z.string(),
  memoryMb: z.int(),
  diskMb: z.int(),
  labels: z.record(z.string(), z.string()),
  address: z.string(),
  because: z.string(),
  firstSeenAt: Instant,
  lastSeenAt: Instant,
})
export type WaitingDevice = z.infer<typeof WaitingDevice>

/** `GET /api/v1/lobby` — who waits to be taken in, and whom somebody sent away (D-11). */
export const LobbyView = z.object({
  serverTime: Instant,
  waiting: z.array(WaitingDevice),
  /** how many wait in all; the list shows those that were heard last */
  total: z.int(),
  rejected: z.array(
    z.object({ fingerprint: Fingerprint, deviceId: DeviceId, reason: z.string(), by: z.string(), at: Instant }),
  ),
  sites: z.array(z.object({ id: z.string(), name: z.string() })),
  act: ActPermission,
})
export type LobbyView = z.infer<typeof LobbyView>
