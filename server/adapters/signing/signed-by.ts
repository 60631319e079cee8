import { createPublicKey, verify } from 'node:crypto'

/** Whether `signature` (base64) over `text` was made with the private half of this key (Ed25519 SPKI, DER, base64). */
export function signedBy(publicKey: string, text: string, signature: string): boolean {
  try {
    const key = createPublicKey({ key: Buffer.from(publicKey, 'base64'), format: 'der', type: 'spki' })
    return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
