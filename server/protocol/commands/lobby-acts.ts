import { z } from 'zod'
import { Fingerprint } from '../fingerprint.ts'
import { DeviceId } from '../ids.ts'

/** A device of the lobby, named by the fingerprint that was compared; what is left out stays as it asked. */
const Accepted = z.object({
  fingerprint: Fingerprint,
  deviceId: DeviceId.optional(),
  name: z.string().trim().min(1).max(100).optional(),
  siteId: z.string().min(1).max(100).optional(),
})

/** `POST /api/v1/lobby/accept` */
export const AcceptWaiting = z.object({
  devices: z.array(Accepted).min(1).max(200),
  groups: z.array(z.string().trim().min(1).max(100)).max(50).default([]),
})
export type AcceptWaiting = z.infer<typeof AcceptWaiting>

export const WaitingAccepted = z.object({
  accepted: z.array(DeviceId),
  refused: z.array(z.object({ fingerprint: Fingerprint, because: z.string() })),
})
export type WaitingAccepted = z.infer<typeof WaitingAccepted>

/** `POST /api/v1/lobby/reject`: remembered, so that the same keys are refused with this reason from now on. */
export const RejectWaiting = z.object({
  fingerprints: z.array(Fingerprint).min(1).max(200),
  reason: z.string().trim().min(1).max(300),
})
export type RejectWaiting = z.infer<typeof RejectWaiting>

export const WaitingRejected = z.object({ rejected: z.int() })
export type WaitingRejected = z.infer<typeof WaitingRejected>
