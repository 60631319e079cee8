import { z } from 'zod'

/** The first 128 bits of the sha256 of a public key's DER, in groups that two people can read to each other. */
export const Fingerprint = z.string().regex(/^([0-9a-f]{4}-){7}[0-9a-f]{4}$/, 'eight groups of four hexadecimal digits')
export type Fingerprint = z.infer<typeof Fingerprint>

/** `sha256`: lower-case hex of the digest. */
export const fingerprintFrom = (sha256: string): Fingerprint =>
  Fingerprint.parse(sha256.slice(0, 32).match(/.{4}/g)?.join('-'))
