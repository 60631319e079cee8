import { createHash, type Hash, randomUUID } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import { Sha256 } from '../../protocol/ids.ts'
import { isMissing } from '../secret-file.ts'
import type { ArtifactStore } from './artifact-store.ts'

const PASSING = 'passing-'

/**
 * Bytes on their way in, each upload in a file of its own. They are hashed while they arrive; an upload that goes on after a restart is
 * hashed again from the file, a piece at a time, so memory stays flat whatever its size.
 */
export class Incoming {
  readonly #folder: string
  readonly #maxBytes: number
  readonly #hashed = new Map<string, { readonly hash: Hash; bytes: number }>()

  private constructor(folder: string, maxBytes: number) {
    this.#folder = folder
    this.#maxBytes = maxBytes
  }

  /** Makes the folder and removes what cannot be resumed. */
  static async open(folder: string, maxBytes: number): Promise<Incoming> {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    for (const name of await readdir(folder)) if (name.startsWith(PASSING)) await rm(join(folder, name))
    return new Incoming(folder, maxBytes)
  }

  async begin(id: string): Promise<void> {
    const file = await open(this.path(id), 'wx', 0o600)
    await file.close()
  }

  /** How many bytes are on disk; null for an upload that was never begun here, or is gone. */
  async size(id: string): Promise<number | null> {
    try {
      return (await stat(this.path(id))).size
    } catch (error) {
      if (isMissing(error)) return null
      throw error
    }
  }

  /** Writes from `offset` on until the stream ends or breaks; what arrived before a break is kept. Answers the new offset. */
  async append(id: string, offset: number, bytes: AsyncIterable<unknown>): Promise<number> {
    const file = await open(this.path(id), 'r+')
    try {
      const known = this.#hashed.get(id)
      const hashed = known?.bytes === offset ? known : await this.#hashAgain(id, offset)
      for await (const chunk of bytes) {
        const part = chunk as Buffer
        await writeAll(file, part, hashed.bytes)
        hashed.hash.update(part)
        hashed.bytes += part.length
      }
      await file.sync()
      return hashed.bytes
    } finally {
      await file.close()
    }
  }

  /** sha256 of the `size` bytes that are here. */
  async digest(id: string, size: number): Promise<Sha256> {
    const known = this.#hashed.get(id)
    const { hash } = known?.bytes === size ? known : await this.#hashAgain(id, size)
    return Sha256.parse(hash.copy().digest('hex'))
  }

  /** Gives the bytes to `store` when they are what was promised, and forgets them when they are not. */
  async handOver(id: string, sha256: Sha256, size: number, store: ArtifactStore): Promise<Ack<{ size: number }>> {
    const actual = await this.digest(id, size)
    if (actual === sha256) await store.adopt(sha256, this.path(id), size)
    await this.forget(id)
    if (actual === sha256) return accept({ size })
    return refuse('malformed', `The bytes hash to ${actual}, not to ${sha256}: upload them again.`)
  }

  /** All of an artifact in one go: kept only when it hashes to `sha256`. */
  async receive(
    sha256: Sha256,
    bytes: Readable,
    maxBytes: number,
    store: ArtifactStore,
  ): Promise<Ack<{ size: number }>> {
    const known = await store.size(sha256)
    if (known !== null) return accept({ size: known })
    const id = `${PASSING}${randomUUID()}`
    const most = Math.min(maxBytes, this.#maxBytes)
    await this.begin(id)
    try {
      const size = await this.append(id, 0, bounded(bytes, most))
      if (size === 0) return refuse('malformed', 'An artifact has at least one byte.')
      return await this.handOver(id, sha256, size, store)
    } catch (error) {
      if (error instanceof TooLarge) return refuse('too-large', `An artifact may have at most ${most} bytes here.`)
      throw error
    } finally {
      await this.forget(id)
    }
  }

  async forget(id: string): Promise<void> {
    this.#hashed.delete(id)
    await rm(this.path(id), { force: true })
  }

  /** ids of the uploads whose bytes lie here */
  async ids(): Promise<readonly string[]> {
    return (await readdir(this.#folder)).filter((name) => !name.startsWith(PASSING))
  }

  /** Ids are made by this server. */
  path(id: string): string {
    return join(this.#folder, id)
  }

  async #hashAgain(id: string, bytes: number): Promise<{ readonly hash: Hash; bytes: number }> {
    const hash = createHash('sha256')
    if (bytes > 0)
      for await (const chunk of createReadStream(this.path(id), { end: bytes - 1, highWaterMark: 1 << 20 }))
        hash.update(chunk as Buffer)
    const hashed = { hash, bytes }
    this.#hashed.set(id, hashed)
    return hashed
  }
}

class TooLarge extends Error {}

async function* bounded(bytes: Readable, most: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of bytes) {
    const part = chunk as Buffer
    size += part.length
    if (size > most) throw new TooLarge()
    yield part
  }
}

async function writeAll(
  file: { write(part: Buffer, offset: number, length: number, at: number): Promise<{ bytesWritten: number }> },
  part: Buffer,
  at: number,
): Promise<void> {
  for (let done = 0; done < part.length; )
    done += (await file.write(part, done, part.length - done, at + done)).bytesWritten
}
