import { createHash } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { Header } from 'tar'
import { Sha256 } from '../../server/protocol/ids.ts'

const BLOCK = 512
const EPOCH = new Date(0)
/** Where gzip says which system made it: the same word on every system. */
const GZIP_SYSTEM_BYTE = 9

export type PackFile = { path: string; contents: Uint8Array; executable?: boolean }

export type Packed = { bytes: Buffer; sha256: Sha256; size: number; unpackedSize: number; files: number }

/** A `.tar.gz` that depends on nothing but paths and contents: no times, no owners, no order of a file system. */
export function pack(files: readonly PackFile[]): Packed {
  const sorted = [...files].sort((one, other) => (one.path < other.path ? -1 : 1))
  const blocks = sorted.flatMap(({ path, contents, executable }) => [
    header(path, contents.length, executable ? 0o755 : 0o644),
    contents,
    Buffer.alloc((BLOCK - (contents.length % BLOCK)) % BLOCK),
  ])
  const bytes = gzipSync(Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]), { level: 9 })
  bytes[GZIP_SYSTEM_BYTE] = 255
  return {
    bytes,
    sha256: Sha256.parse(createHash('sha256').update(bytes).digest('hex')),
    size: bytes.length,
    unpackedSize: files.reduce((sum, { contents }) => sum + contents.length, 0),
    files: files.length,
  }
}

function header(path: string, size: number, mode: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  const tooLong = new Header({ path, size, mode, mtime: EPOCH, type: 'File', uid: 0, gid: 0 }).encode(block, 0)
  if (tooLong) throw new Error(`the path ${path} is too long to be packed`)
  return block
}
