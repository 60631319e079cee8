import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { SignedManifest } from '../../protocol/manifest.ts'
import { CannotStart } from '../postgres/cannot-start.ts'
import { secretFile } from '../secret-file.ts'
import { keyIdOf, signatureHolds, signManifest, spki } from './sign-manifest.ts'

/** What may exist is signed with this key; devices pin its public half when they enrol. */
export type ReleaseKey = {
  /** Ed25519 SubjectPublicKeyInfo, DER, base64 */
  readonly publicKey: string
  readonly keyId: string
  /** null: the private key is kept elsewhere, and what it signed is brought here */
  readonly signManifest: ((text: string) => SignedManifest) | null
  /** whether this key signed exactly this text */
  verifyManifest(signed: SignedManifest): boolean
}

export type ReleaseKeyPlace =
  | { readonly kind: 'made'; readonly path: string }
  /** brought: a file with the private key as PEM */
  | { readonly kind: 'private'; readonly path: string }
  /** offline: a file with only the public key as PEM */
  | { readonly kind: 'public'; readonly path: string }

/** Opens the release key; the first start makes one in the data folder unless the owner brought theirs. Throws `CannotStart`. */
export async function openReleaseKey(place: ReleaseKeyPlace): Promise<ReleaseKey> {
  if (place.kind === 'made') return withPrivate(createPrivateKey(await secretFile(place.path, newPrivateKey)))
  const setting = place.kind === 'private' ? 'WAVEGATE_RELEASE_KEY' : 'WAVEGATE_RELEASE_PUBLIC_KEY'
  const pem = await readFile(place.path, 'utf8').catch(() => {
    throw new CannotStart(`${setting} names ${place.path}, which cannot be read.`)
  })
  const key = keyOf(pem, place.kind)
  if (key?.asymmetricKeyType !== 'ed25519')
    throw new CannotStart(`${setting} names ${place.path}, which holds no Ed25519 ${place.kind} key as PEM.`)
  return place.kind === 'private' ? withPrivate(key) : withPublic(key)
}

function withPrivate(key: KeyObject): ReleaseKey {
  return { ...withPublic(createPublicKey(key)), signManifest: (text) => signManifest(text, key) }
}

function withPublic(key: KeyObject): ReleaseKey {
  return {
    publicKey: spki(key).toString('base64'),
    keyId: keyIdOf(key),
    signManifest: null,
    verifyManifest: (signed) => signatureHolds(signed, key),
  }
}

function keyOf(pem: string, kind: 'private' | 'public'): KeyObject | null {
  // A private key also reads as a public one: whoever gave it meant something else than to keep it offline.
  if (kind === 'public' && pem.includes('PRIVATE KEY')) return null
  try {
    return kind === 'private' ? createPrivateKey(pem) : createPublicKey(pem)
  } catch {
    return null
  }
}

function newPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}
