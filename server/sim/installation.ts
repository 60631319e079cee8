import type { Sha256 } from '../protocol/ids.ts'

/** An artifact under a configuration, named by its digest. */
export type Installation = { readonly sha256: Sha256; readonly configDigest: Sha256 }

const VERSIONS: Readonly<Record<string, string>> = { a: '1.0.0', b: '2.0.0', c: '2.1.0', d: '2.2.0' }

/** What a release of a simulated world calls itself. */
export const versionOf = ({ sha256 }: Installation): string => VERSIONS[sha256[0] ?? ''] ?? sha256.slice(0, 1)

/** For sentences. */
export const nameOf = (one: Installation): string => `detector ${versionOf(one)}`
