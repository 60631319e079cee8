import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, type ReadStream } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import type { Sha256 } from '../../protocol/ids.ts'
import { isMissing } from '../secret-file.ts'

/** Immutable bytes under the sha256 of what they are. No name given by a user ever reaches the disk. */
export class ArtifactStore {
  readonly #folder: string
  readonly #maxBytes: number

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder
    this.#maxBytes = maxBytes
  }

  /** Makes the folders and removes what interrupted uploads left. */
  static async open(folder: string, maxBytes: number): Promise<ArtifactStore> {
    const incoming = join(folder, 'incoming')
    await mkdir(incoming, { recursive: true, mode: 0o700 })
    for (const name of await readdir(incoming)) await rm(join(incoming, name))
    return new ArtifactStore(folder, maxBytes)
  }

  /** Streams `bytes` to disk and keeps them only when they hash to `sha256`. Durable when it answers. */
  async put(sha256: Sha256, bytes: Readable): Promise<Ack<{ size: number }>> {
    const known = await this.size(sha256)
    if (known !== null) return accept({ size: known })
    const temporary = join(this.#folder, 'incoming', randomUUID())
    const file = await open(temporary, 'wx', 0o600)
    try {
      const hash = createHash('sha256')
      let size = 0
      for await (const chunk of bytes) {
        const part = chunk as Buffer
        size += part.length
        if (size > this.#maxBytes) return refuse('too-large', `An artifact may have at most ${this.#maxBytes} bytes.`)
        hash.update(part)
        await writeAll(file, part)
      }
      const actual = hash.digest('hex')
      if (actual !== sha256)
        return refuse('malformed', `The bytes hash to ${actual}, not to ${sha256}: upload them again.`)
      if (size === 0) return refuse('malformed', 'An artifact has at least one byte.')
      await file.sync()
      await this.#keep(temporary, sha256)
      return accept({ size })
    } finally {
      await file.close()
      await rm(temporary, { force: true })
    }
  }

  /** Number of bytes, or null when there is no such artifact. */
  async size(sha256: Sha256): Promise<number | null> {
    try {
      return (await stat(this.#path(sha256))).size
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  read(sha256: Sha256, first: number, last: number): ReadStream {
    return createReadStream(this.#path(sha256), { start: first, end: last, highWaterMark: 256 * 1024 })
  }

  async #keep(temporary: string, sha256: Sha256): Promise<void> {
    const folder = join(this.#folder, sha256.slice(0, 2))
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await rename(temporary, this.#path(sha256))
    const handle = await open(folder, 'r')
    await handle.sync() // the rename itself lives in the folder, not in the file
    await handle.close()
  }

  #path(sha256: Sha256): string {
    return join(this.#folder, sha256.slice(0, 2), sha256)
  }
}

async function writeAll(
  file: { write(part: Buffer, offset: number): Promise<{ bytesWritten: number }> },
  part: Buffer,
) {
  for (let offset = 0; offset < part.length; ) offset += (await file.write(part, offset)).bytesWritten
}
