import { z } from 'zod'
import { Fingerprint } from '../fingerprint.ts'
import { DeviceId, Instant } from '../ids.ts'
import { ActPermission } from './person.ts'

/** `GET /api/v1/devices/{id}/identity` — which key a device proves itself with, and which it did before. */
export const IdentityView = z.object({
  serverTime: Instant,
  deviceId: DeviceId,
  name: z.string(),
  fingerprint: Fingerprint,
  enrolledAt: Instant,
  /** newest first */
  keys: z.array(
    z.object({
      fingerprint: Fingerprint,
      state: z.enum(['next', 'active', 'retired', 'revoked']),
      since: Instant,
      until: Instant.nullable(),
      why: z.string(),
      untilWhy: z.string().nullable(),
    }),
  ),
  revoked: z.object({ at: Instant, reason: z.string() }).nullable(),
  /** two machines use its identity: since when, and from where */
  duplicated: z.object({ since: Instant, addresses: z.array(z.string()) }).nullable(),
  /** it was asked to change the key it has: it does when it is connected */
  asked: z.object({ at: Instant, by: z.string() }).nullable(),
  /** an open replacement nobody has used yet */
  replacement: z.object({ expiresAt: Instant, by: z.string() }).nullable(),
  acts: z.object({ revoke: ActPermission, readmit: ActPermission, replace: ActPermission, changeKey: ActPermission }),
})
export type IdentityView = z.infer<typeof IdentityView>
