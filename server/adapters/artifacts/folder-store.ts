import { constants, createReadStream } from 'node:fs'
import { access, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Instant, Sha256 } from '../../protocol/ids.ts'
import { isMissing } from '../secret-file.ts'
import type { ArtifactStore, Kept } from './artifact-store.ts'
import { StoreTrouble } from './store-trouble.ts'

/** Artifacts in a folder of this machine; what is adopted has to lie on the same file system. */
export function folderStore(folder: string): ArtifactStore {
  const at = (sha256: string) => join(folder, sha256.slice(0, 2), sha256)
  return {
    place: folder,
    async probe() {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await access(folder, constants.W_OK)
      } catch (cause) {
        throw new StoreTrouble(
          'unusable',
          `Artifacts cannot be kept in ${folder}: make it a folder this server may write to.`,
          cause,
        )
      }
    },
    async size(sha256) {
      return (await statOrNull(at(sha256)))?.size ?? null
    },
    read: async (sha256, first, last) =>
      createReadStream(at(sha256), { start: first, end: last, highWaterMark: 256 * 1024 }),
    async adopt(sha256, path) {
      await mkdir(dirname(at(sha256)), { recursive: true, mode: 0o700 })
      await rename(path, at(sha256))
      await syncFolder(dirname(at(sha256))) // the rename itself lives in the folder, not in the file
    },
    remove: (sha256) => rm(at(sha256), { force: true }),
    async *list() {
      for (const part of (await readdir(folder)).filter((name) => /^[0-9a-f]{2}$/.test(name)))
        for (const name of await readdir(join(folder, part))) {
          const sha256 = Sha256.safeParse(name)
          const found = sha256.success ? await statOrNull(at(name)) : null
          if (sha256.success && found)
            yield {
              sha256: sha256.data,
              size: found.size,
              writtenAt: Instant.parse(Math.floor(found.mtimeMs)),
            } satisfies Kept
        }
    },
  }
}

async function statOrNull(path: string): Promise<{ size: number; mtimeMs: number } | null> {
  try {
    return await stat(path)
  } catch (error) {
    if (isMissing(error)) return null
    throw error
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}
