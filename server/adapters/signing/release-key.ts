import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign } from 'node:crypto'
import type { SignedManifest } from '../../protocol/manifest.ts'
import { secretFile } from '../secret-file.ts'

/** What may exist is signed with this key; devices pin its public half when they enrol. */
export type ReleaseKey = {
  /** Ed25519 SubjectPublicKeyInfo, DER, base64 */
  readonly publicKey: string
  readonly keyId: string
  signManifest(text: string): SignedManifest
}

/** Opens the release key of the data folder; the first start makes it. */
export async function openReleaseKey(path: string): Promise<ReleaseKey> {
  const privateKey = createPrivateKey(await secretFile(path, newPrivateKey))
  const der = createPublicKey(privateKey).export({ type: 'spki', format: 'der' })
  const keyId = createHash('sha256').update(der).digest('hex').slice(0, 16)
  return {
    publicKey: der.toString('base64'),
    keyId,
    signManifest: (text) => ({ manifest: text, signature: sign(null, Buffer.from(text), privateKey).toString('base64'), keyId }),
  }
}

function newPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
