import { z } from 'zod'
import { DeviceId } from './ids.ts'
import { Platform } from './manifest.ts'
import { Reported } from './reported.ts'

/** First word of an agent, answering the server's challenge. Nothing else is heard before it. */
export const Hello = z.object({
  type: z.literal('hello'),
  protocolVersion: z.int().min(1),
  deviceId: DeviceId,
  /** Ed25519 over `wavegate-hello\n<nonce>\n<deviceId>` with the device's own key, base64 */
  signature: z.string().max(100),
  agentVersion: z.string().max(40),
  /** which run of the agent speaks: new with every start, so that a second machine with the same identity shows */
  instance: z.string().min(1).max(60).optional(),
  hardware: Platform.extend({ memoryMb: z.int().min(1), diskMb: z.int().min(1) }),
  capabilities: z.array(z.string().max(60)).max(50),
  reported: Reported,
})
export type Hello = z.infer<typeof Hello>

export const helloText = (nonce: string, deviceId: string) => `wavegate-hello\n${nonce}\n${deviceId}`
