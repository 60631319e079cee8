import { createCipheriv, createDecipheriv, createHmac, hkdfSync } from 'node:crypto'
import { z } from 'zod'
import { DIGEST, SEALED } from '../../domain/config/hidden-values.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { Sha256 } from '../../protocol/ids.ts'

type Value = z.infer<typeof Json>
const Json = z.json()

const NONCE_BYTES = 12
const TAG_BYTES = 16

type Keys = { readonly seal: Buffer; readonly mac: Buffer; readonly identity: Buffer; readonly fingerprint: string }

/** Of this process. Pages only ever mask, so Next's own copy of this module never has one. */
let keys: Keys | null = null

/** The key that seals secret values, as its file has it. Without one nothing can be sealed or opened. */
export function provideConfigKey(secret: string): void {
  const derived = (purpose: string) => Buffer.from(hkdfSync('sha256', secret, '', `wavegate config ${purpose}`, 32))
  const fingerprint = derived('fingerprint').toString('hex').slice(0, 16)
  keys = { seal: derived('seal'), mac: derived('mac'), identity: derived('identity'), fingerprint }
}

function known(): Keys {
  if (!keys) throw new Error('the key of secret configuration values is not open yet')
  return keys
}

/** Tells two keys apart and neither of them. */
export const configKeyFingerprint = (): string => known().fingerprint

/**
 * AES-256-GCM under a nonce made of path and value: the same value at the same path is the same text, so that a snapshot keeps
 * its identity and two of them can be compared without opening either. Bound to its path: moved elsewhere it does not open.
 */
export function sealValue(path: string, value: Value): string {
  const { seal, mac } = known()
  const text = canonicalJson(value)
  const nonce = createHmac('sha256', mac).update(`${path}\0${text}`).digest().subarray(0, NONCE_BYTES)
  const cipher = createCipheriv('aes-256-gcm', seal, nonce).setAAD(Buffer.from(path))
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return SEALED + Buffer.concat([nonce, cipher.getAuthTag(), body]).toString('base64url')
}

/** Throws when it was sealed with another key or for another path. */
export function openValue(path: string, sealed: string): Value {
  const bytes = Buffer.from(sealed.slice(SEALED.length), 'base64url')
  const nonce = bytes.subarray(0, NONCE_BYTES)
  const decipher = createDecipheriv('aes-256-gcm', known().seal, nonce)
  decipher.setAAD(Buffer.from(path)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES))
  const text = Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()])
  return Json.parse(JSON.parse(text.toString('utf8')))
}

/** Keyed: whoever holds a copy of the database alone can not try values until one fits. */
export const digestValue = (path: string, value: Value): string =>
  DIGEST +
  createHmac('sha256', known().mac)
    .update(`digest\0${path}\0${canonicalJson(value)}`)
    .digest('base64url')

/**
 * The digest of a whole configuration as the database knows it. Devices say its plain sha256, from which a short secret in it
 * could be guessed; that is kept nowhere.
 */
export const keyedDigest = (digest: Sha256): Sha256 =>
  keys ? Sha256.parse(createHmac('sha256', keys.identity).update(digest).digest('hex')) : digest
