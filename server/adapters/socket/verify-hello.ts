import { createPublicKey, verify } from 'node:crypto'
import { type Hello, helloText } from '../../protocol/hello.ts'

/** Whether the device holds the private half of this key now: it signed our nonce, which is used once. */
export function signatureHolds(hello: Hello, nonce: string, publicKey: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(helloText(nonce, hello.deviceId)), key, Buffer.from(hello.signature, 'base64'))
  } catch {
    return false
  }
}
