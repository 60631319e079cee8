import { Refusal } from '../../server/protocol/ack.ts'
import { type RotateKey, rotateText } from '../../server/protocol/rotate-key.ts'
import { publicKeyOf, signWith } from './keys.ts'

export type Told =
  | { is: 'noted' }
  /** the next key is somebody's already, or was */
  | { is: 'used-before'; because: string }
  | { is: 'refused'; because: string }
  | { is: 'lost'; because: string }
export type TellServer = (rotation: RotateKey) => Promise<Told>

const ANSWER_MS = 15_000

/** Both keys vouch for the change. */
export function signedRotation(deviceId: RotateKey['deviceId'], own: string, next: string): RotateKey {
  const publicKey = publicKeyOf(next)
  const text = rotateText(deviceId, publicKey)
  return { deviceId, publicKey, signature: signWith(own, text), proof: signWith(next, text) }
}

/** Says to the server which key the device changes to. Saying it again is harmless. */
export const tellServer =
  (server: string): TellServer =>
  async (rotation) => {
    try {
      const answer = await fetch(new URL('/agents/rotate-key', server), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(rotation),
        signal: AbortSignal.timeout(ANSWER_MS),
      })
      if (answer.ok) return { is: 'noted' }
      const body: unknown = await answer.json().catch(() => null)
      const refusal = Refusal.safeParse(typeof body === 'object' && body && 'refusal' in body ? body.refusal : null)
      const because = refusal.data?.message ?? `the server answered ${answer.status}`
      if (refusal.data?.code === 'conflict') return { is: 'used-before', because }
      return { is: answer.status < 500 ? 'refused' : 'lost', because }
    } catch (error) {
      return { is: 'lost', because: error instanceof Error ? error.message : String(error) }
    }
  }
