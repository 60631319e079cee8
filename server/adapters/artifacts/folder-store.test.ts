import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { artifactStoreContract, passingFolder } from './artifact-store.contract.ts'
import { folderStore } from './folder-store.ts'

describe('artifacts in a folder', async () => {
  const folder = await passingFolder()
  let made = 0
  artifactStoreContract(async () => {
    made += 1
    return { store: folderStore(join(folder, `store-${made}`)), folder }
  })

  it('a folder that cannot be one is said at once', async () => {
    await writeFile(join(folder, 'file'), '')
    await expect(folderStore(join(folder, 'file/artifacts')).probe()).rejects.toMatchObject({
      kind: 'unusable',
      message: expect.stringContaining('make it a folder this server may write to'),
    })
  })
})
