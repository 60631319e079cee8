import { z } from 'zod'
import { Fingerprint } from './fingerprint.ts'
import { DeviceId } from './ids.ts'
import { Platform } from './manifest.ts'

/** DER of an Ed25519 SubjectPublicKeyInfo, base64: always the same twelve bytes, then 32 bytes of key. */
export const PublicKey = z
  .string()
  .regex(/^MCowBQYDK2VwAyEA[A-Za-z0-9+/]{43}=$/, 'an Ed25519 public key in DER, base64, is needed')

export const Labels = z
  .record(z.string().min(1).max(60), z.string().max(100))
  .refine((labels) => Object.keys(labels).length <= 50, 'at most 50 labels')

/**
 * `POST /agents/enrol`: a device makes its own key pair and asks to be taken in. A token from an operator vouches for it;
 * without one that is good it waits in the lobby until a person decides (D-11).
 */
export const EnrolRequest = z.object({
  token: z.string().min(8).max(200).optional(),
  /** asked-for identity; letters, digits and . _ : - */
  deviceId: DeviceId,
  name: z.string().min(1).max(100),
  /** where it says it stands; a token for one site, or whoever accepts it, knows better */
  siteId: z.string().min(1).max(100).optional(),
  publicKey: PublicKey,
  /** over `enrolText`, with the private half of the key, base64: nobody enrols a key that is another's */
  signature: z.string().max(100),
  hardware: Platform.extend({ memoryMb: z.int().min(1), diskMb: z.int().min(1) }),
  labels: Labels.default({}),
  capabilities: z.array(z.string().max(60)).max(50).default([]),
  singlePointOfFailure: z.boolean().default(false),
  /** 1 (a heartbeat) … 5 (every signal): how well this device can be watched */
  monitoringFidelity: z.int().min(1).max(5).default(3),
})
export type EnrolRequest = z.infer<typeof EnrolRequest>

export const enrolText = (deviceId: string, publicKey: string) => `wavegate-enrol\n${deviceId}\n${publicKey}`

export const EnrolAnswer = z.object({
  /** who the device is from now on; another than it asked for when a person or a replacement token decided so */
  deviceId: DeviceId,
  /** the key releases are signed with; pinned by the device from now on: Ed25519 SPKI, DER, base64 */
  releaseKey: z.string().max(200),
  keyId: z.string().max(80),
})
export type EnrolAnswer = z.infer<typeof EnrolAnswer>

/** Status 202: the device is in the lobby. It may ask `POST /agents/lobby` at once and is answered when something changes. */
export const EnrolWaiting = z.object({
  waiting: z.literal(true),
  fingerprint: Fingerprint,
  because: z.string(),
  comeBackSeconds: z.number().min(0).max(3600),
})
export type EnrolWaiting = z.infer<typeof EnrolWaiting>

/** `POST /agents/lobby`: what became of this key? Held open for a while when nothing did. */
export const LobbyAsk = z.object({ publicKey: PublicKey })
export type LobbyAsk = z.infer<typeof LobbyAsk>
