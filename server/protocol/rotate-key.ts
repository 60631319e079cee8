import { z } from 'zod'
import { PublicKey } from './enrol.ts'
import { DeviceId } from './ids.ts'

/** `POST /agents/rotate-key`: a device changes to another key. Both sign the same text, `rotateText`; base64. */
export const RotateKey = z.object({
  deviceId: DeviceId,
  publicKey: PublicKey,
  /** by the key it has */
  signature: z.string().max(100),
  /** by the key it changes to: nobody claims a key that is another's */
  proof: z.string().max(100),
})
export type RotateKey = z.infer<typeof RotateKey>

export const rotateText = (deviceId: string, publicKey: string) => `wavegate-rotate\n${deviceId}\n${publicKey}`
