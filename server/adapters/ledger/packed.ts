import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/** Of what one decision may unpack to: 2,000,000 devices. A file that claims more is none of ours. */
const MOST_BYTES = 2 ** 30

/** Fast rather than small: what packs well packs well at once. */
const FAST = { params: { [constants.ZSTD_c_compressionLevel]: 1 } }

export const pack = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(zstdCompressSync(text, FAST))

/** Throws on bytes that are not packed. */
export const unpack = (bytes: Uint8Array): string =>
  zstdDecompressSync(bytes, { maxOutputLength: MOST_BYTES }).toString('utf8')
