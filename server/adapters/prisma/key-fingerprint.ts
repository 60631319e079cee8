import { createHash } from 'node:crypto'
import { type Fingerprint, fingerprintFrom } from '../../protocol/fingerprint.ts'

/** `publicKey`: SubjectPublicKeyInfo, DER, base64. */
export const keyFingerprint = (publicKey: string): Fingerprint =>
  fingerprintFrom(createHash('sha256').update(Buffer.from(publicKey, 'base64')).digest('hex'))
