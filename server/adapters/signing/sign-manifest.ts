import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'
import type { SignedManifest } from '../../protocol/manifest.ts'

/** First 16 hexadecimal digits of the sha256 of the public key: how a signature says which key made it. */
export function keyIdOf(publicKey: KeyObject): string {
  return createHash('sha256').update(spki(publicKey)).digest('hex').slice(0, 16)
}

/** Signs the exact text of a manifest; needs no server and no network. `privateKey` is an Ed25519 key as PEM. */
export function signManifest(text: string, privateKey: string | KeyObject): SignedManifest {
  const key = typeof privateKey === 'string' ? createPrivateKey(privateKey) : privateKey
  if (key.asymmetricKeyType !== 'ed25519') throw new TypeError('A release key is an Ed25519 key.')
  return {
    manifest: text,
    signature: sign(null, Buffer.from(text), key).toString('base64'),
    keyId: keyIdOf(createPublicKey(key)),
  }
}

/** Whether the key signed exactly this text. */
export function signatureHolds(signed: SignedManifest, publicKey: KeyObject): boolean {
  if (signed.keyId !== keyIdOf(publicKey)) return false
  return verify(null, Buffer.from(signed.manifest), publicKey, Buffer.from(signed.signature, 'base64'))
}

/** SubjectPublicKeyInfo, DER */
export const spki = (publicKey: KeyObject): Buffer => publicKey.export({ type: 'spki', format: 'der' })
