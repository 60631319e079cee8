import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from 'node:crypto'
import type { SignedManifest } from '../../protocol/manifest.ts'
import { secretFile } from '../secret-file.ts'

/** What may exist is signed with this key; devices pin its public half when they enrol. */
export type ReleaseKey = {
  /** Ed25519 SubjectPublicKeyInfo, DER, base64 */
  readonly publicKey: string
  readonly keyId: string
  signManifest(text: string): SignedManifest
  /** whether this key signed exactly this text */
  verifyManifest(signed: SignedManifest): boolean
}

/** Opens the release key of the data folder; the first start makes it. */
export async function openReleaseKey(path: string): Promise<ReleaseKey> {
  const privateKey = createPrivateKey(await secretFile(path, newPrivateKey))
  const publicKey = createPublicKey(privateKey)
  const der = publicKey.export({ type: 'spki', format: 'der' })
  const keyId = createHash('sha256').update(der).digest('hex').slice(0, 16)
  return {
    publicKey: der.toString('base64'),
    keyId,
    signManifest: (text) => ({
      manifest: text,
      signature: sign(null, Buffer.from(text), privateKey).toString('base64'),
      keyId,
    }),
    verifyManifest: (signed) =>
      signed.keyId === keyId &&
      verify(null, Buffer.from(signed.manifest), publicKey, Buffer.from(signed.signature, 'base64')),
  }
}

function newPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
