import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import { type Fingerprint, fingerprintFrom } from '../../server/protocol/fingerprint.ts'
import type { Keys } from '../ports.ts'

/** Ed25519 private key as PKCS #8 PEM. */
export const newPrivateKey = (): string =>
  generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

/** SubjectPublicKeyInfo, DER, base64. */
export const publicKeyOf = (privatePem: string): string =>
  createPublicKey(privatePem).export({ type: 'spki', format: 'der' }).toString('base64')

/** What two people compare when a device is accepted; the server computes the same. */
export const fingerprintOf = (publicKey: string): Fingerprint =>
  fingerprintFrom(createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex'))

/** Ed25519, base64. */
export const signWith = (privatePem: string, text: string): string =>
  sign(null, Buffer.from(text), createPrivateKey(privatePem)).toString('base64')

/** Does the pinned key vouch for this exact text? `releaseKey`: SPKI, DER, base64. `keyId` names it on the wire. */
export function vouchedBy(releaseKey: string, keyId: string): Keys['vouched'] {
  const pinned = publicKey(releaseKey)
  return (release) =>
    release.keyId === keyId &&
    verify(null, Buffer.from(release.manifest), pinned, Buffer.from(release.signature, 'base64'))
}

const publicKey = (spki: string): KeyObject =>
  createPublicKey({ key: Buffer.from(spki, 'base64'), type: 'spki', format: 'der' })
