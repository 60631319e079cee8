import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { Sha256 } from '../../protocol/ids.ts'
import type { ArtifactStore } from './artifact-store.ts'
import { digestOf } from './digest.ts'

/** What every artifact store promises. `folder`: where files may lie that the store can take over. */
export function artifactStoreContract(make: () => Promise<{ store: ArtifactStore; folder: string }>): void {
  const arrived = async (folder: string, bytes: Buffer) => {
    const path = join(folder, `incoming-${randomBytes(6).toString('hex')}`)
    await writeFile(path, bytes)
    return { path, sha256: shaOf(bytes), size: bytes.length }
  }

  it('[R-025] what was adopted is there whole under its digest, and its file is gone', async () => {
    const { store, folder } = await make()
    await store.probe()
    const bytes = randomBytes(19 * 1024 * 1024 + 7) // more than two parts of a bucket
    const { path, sha256, size } = await arrived(folder, bytes)
    expect(await store.size(sha256)).toBeNull()
    await store.adopt(sha256, path, size)
    expect(await store.size(sha256)).toBe(size)
    expect(await digestOf(store, sha256)).toBe(sha256)
    await expect(stat(path)).rejects.toThrow('ENOENT')
  })

  it('[R-025] any range of it can be read, to the byte', async () => {
    const { store, folder } = await make()
    const bytes = randomBytes(100_000)
    const { path, sha256, size } = await arrived(folder, bytes)
    await store.adopt(sha256, path, size)
    for (const [first, last] of [
      [0, 0],
      [0, size - 1],
      [65_535, 65_537],
      [size - 1, size - 1],
    ] as const)
      expect(await all(store, sha256, first, last)).toEqual(bytes.subarray(first, last + 1))
  })

  it('adopting the same bytes twice is harmless, and so is removing twice', async () => {
    const { store, folder } = await make()
    const bytes = randomBytes(1000)
    for (const _ of [1, 2]) {
      const { path, sha256, size } = await arrived(folder, bytes)
      await store.adopt(sha256, path, size)
    }
    expect(await all(store, shaOf(bytes), 0, 999)).toEqual(bytes)
    await store.remove(shaOf(bytes))
    await store.remove(shaOf(bytes))
    expect(await store.size(shaOf(bytes))).toBeNull()
    expect(await digestOf(store, shaOf(bytes))).toBeNull()
  })
}

export const shaOf = (bytes: Buffer): Sha256 => Sha256.parse(createHash('sha256').update(bytes).digest('hex'))

/** A folder that goes with the test file. */
export async function passingFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'wavegate-store-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return folder
}

async function all(store: ArtifactStore, sha256: Sha256, first: number, last: number): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await store.read(sha256, first, last)) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
