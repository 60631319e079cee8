import { z } from 'zod'
import { DeviceId } from './ids.ts'
import { Platform } from './manifest.ts'

/** `POST /agents/enrol`: a device makes its own key pair and shows a token once. */
export const EnrolRequest = z.object({
  token: z.string().min(8).max(200),
  /** asked-for identity; letters, digits and . _ : - */
  deviceId: DeviceId,
  name: z.string().min(1).max(100),
  siteId: z.string().min(1).max(100),
  /** Ed25519 SubjectPublicKeyInfo, DER, base64 */
  publicKey: z.string().max(200),
  hardware: Platform.extend({ memoryMb: z.int().min(1), diskMb: z.int().min(1) }),
  labels: z.record(z.string().max(60), z.string().max(100)).default({}),
  capabilities: z.array(z.string().max(60)).max(50).default([]),
  singlePointOfFailure: z.boolean().default(false),
  /** 1 (a heartbeat) … 5 (every signal): how well this device can be watched */
  monitoringFidelity: z.int().min(1).max(5).default(3),
})
export type EnrolRequest = z.infer<typeof EnrolRequest>

export const EnrolAnswer = z.object({
  deviceId: DeviceId,
  /** the key releases are signed with; pinned by the device from now on: Ed25519 SPKI, DER, base64 */
  releaseKey: z.string().max(200),
  keyId: z.string().max(80),
})
export type EnrolAnswer = z.infer<typeof EnrolAnswer>
