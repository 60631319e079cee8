import { constants, createReadStream } from 'node:fs'
import { access, mkdir, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isMissing } from '../secret-file.ts'
import type { ArtifactStore } from './artifact-store.ts'
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
      try {
        return (await stat(at(sha256))).size
      } catch (error) {
        if (isMissing(error)) return null
        throw error
      }
    },
    read: async (sha256, first, last) =>
      createReadStream(at(sha256), { start: first, end: last, highWaterMark: 256 * 1024 }),
    async adopt(sha256, path) {
      await mkdir(dirname(at(sha256)), { recursive: true, mode: 0o700 })
      await rename(path, at(sha256))
      await syncFolder(dirname(at(sha256))) // the rename itself lives in the folder, not in the file
    },
    remove: (sha256) => rm(at(sha256), { force: true }),
  }
}

async function syncFolder(path: string): Promise<void> {
  const handle = await open(path, 'r')
  await handle.sync()
  await handle.close()
}
