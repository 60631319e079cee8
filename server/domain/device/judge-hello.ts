import { type Refusal, refuse } from '../../protocol/ack.ts'
import type { Hello } from '../../protocol/hello.ts'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../protocol/protocol-version.ts'

/** What the registry knows of the device that says hello. */
export type Registered = {
  /** why it was revoked; null when it was not */
  readonly revoked: string | null
  /** two machines use its identity, and the other one is connected */
  readonly heldByAnother: boolean
}

/** Which of the device's keys signed the hello. */
export type SigningKey =
  | { readonly is: 'active' }
  /** rotated to: from now on the active one */
  | { readonly is: 'next' }
  | { readonly is: 'former'; readonly state: string; readonly why: string }
  | { readonly is: 'none' }

export type HelloVerdict =
  | { readonly heard: true }
  | { readonly heard: false; readonly refusal: Refusal; readonly retry: boolean }

/**
 * Whether a device is let in. `retry: false` only where a person has to act first. A wrong signature and an unknown device
 * read alike, so that nobody learns which ids exist; only who holds a key is told what became of it.
 */
export function judgeHello(hello: Hello, registered: Registered | null, key: SigningKey): HelloVerdict {
  if (hello.protocolVersion < OLDEST_PROTOCOL_VERSION)
    return no(
      'stale',
      `This server speaks protocol ${OLDEST_PROTOCOL_VERSION} to ${PROTOCOL_VERSION}, the agent ${hello.protocolVersion}: update the agent.`,
    )
  if (hello.protocolVersion > PROTOCOL_VERSION)
    return no(
      'stale',
      `This server speaks protocol ${PROTOCOL_VERSION}, the agent ${hello.protocolVersion}: update the server.`,
    )
  if (!registered || key.is === 'none')
    return no('forbidden', 'This device is not enrolled here with this key: enrol it with a token from an operator.')
  if (registered.revoked !== null) return { heard: false, ...revokedRefusal(registered.revoked) }
  if (key.is === 'former')
    return no('forbidden', `This key was ${key.state} (${key.why}): this machine is ${hello.deviceId} no longer.`)
  if (registered.heldByAnother)
    return {
      ...no('conflict', `Another machine is connected as ${hello.deviceId}: an operator has to revoke or replace one.`),
      retry: true,
    }
  return { heard: true }
}

/** What a revoked device is told, whether it comes or is sent away. */
export function revokedRefusal(reason: string): { refusal: Refusal; retry: false } {
  const because = reason ? ` (${reason})` : ''
  const { refusal } = refuse('forbidden', `This device was revoked${because}: ask the owner to readmit it.`)
  return { refusal, retry: false }
}

function no(code: Refusal['code'], message: string): Extract<HelloVerdict, { heard: false }> {
  return { heard: false, refusal: refuse(code, message).refusal, retry: false }
}
