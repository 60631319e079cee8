import { type Refusal, refuse } from '../../protocol/ack.ts'
import type { Hello } from '../../protocol/hello.ts'
import { OLDEST_PROTOCOL_VERSION, PROTOCOL_VERSION } from '../../protocol/protocol-version.ts'

/** What the registry knows of the device that says hello. */
export type Registered = { readonly revoked: boolean }

export type HelloVerdict =
  | { readonly heard: true }
  | { readonly heard: false; readonly refusal: Refusal; readonly retry: boolean }

/**
 * Whether a device is let in. `retry: false` only where a person has to act first. A wrong signature and an unknown device
 * read alike, so that nobody learns which ids exist.
 */
export function judgeHello(hello: Hello, registered: Registered | null, signatureValid: boolean): HelloVerdict {
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
  if (!registered || !signatureValid)
    return no('forbidden', 'This device is not enrolled here with this key: enrol it with a token from an operator.')
  if (registered.revoked) return no('forbidden', 'This device was revoked: ask an operator to release it.')
  return { heard: true }
}

function no(code: Refusal['code'], message: string): HelloVerdict {
  return { heard: false, refusal: refuse(code, message).refusal, retry: false }
}
