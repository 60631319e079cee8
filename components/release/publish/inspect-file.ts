import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex } from '@noble/hashes/utils.js'
import { TarCounter } from './tar-counter.ts'

export type Inspected = {
  readonly sha256: string
  readonly size: number
  readonly unpackedSize: number
  readonly files: number
}

/**
 * Reads a `.tar.gz` once, a piece at a time: what it hashes to, and how much it holds. A gigabyte is never in memory. Rejects with a
 * sentence when it is no packed folder.
 */
export async function inspectFile(
  file: File,
  progressed: (share: number) => void,
  signal: AbortSignal,
): Promise<Inspected> {
  const hash = sha256.create()
  const tar = new TarCounter()
  let read = 0
  const hashed = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      hash.update(chunk)
      read += chunk.length
      progressed(read / file.size)
      controller.enqueue(chunk)
    },
  })
  const unpacked = new WritableStream<Uint8Array>({ write: (chunk) => tar.add(chunk) })
  try {
    await file
      .stream()
      .pipeThrough(hashed, { signal })
      .pipeThrough(new DecompressionStream('gzip'))
      .pipeTo(unpacked, { signal })
  } catch (cause) {
    if (signal.aborted) throw cause
    throw new Error(`${file.name} is no .tar.gz: pack the folder of the application, for example with tar -czf.`)
  }
  if (tar.files === 0) throw new Error(`${file.name} holds no files: pack the folder of the application.`)
  return { sha256: bytesToHex(hash.digest()), size: file.size, unpackedSize: tar.bytes, files: tar.files }
}
