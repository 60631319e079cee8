import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startFauxqs } from 'fauxqs'
import { afterAll, describe, expect, it } from 'vitest'
import { artifactStoreContract, passingFolder, shaOf } from './artifact-store.contract.ts'
import { s3Store } from './s3-store.ts'

process.env.AWS_ACCESS_KEY_ID = 'wavegate'
process.env.AWS_SECRET_ACCESS_KEY = 'of a test'
const bucket = await startFauxqs({ port: 0, logger: false })
afterAll(() => bucket.stop())

const storeIn = (name: string, { port = bucket.port, prefix = 'fleet/' } = {}) =>
  s3Store({ bucket: name, prefix, endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1' })

describe('artifacts in a bucket', async () => {
  const folder = await passingFolder()
  let made = 0
  artifactStoreContract(async () => {
    made += 1
    bucket.createBucket(`artifacts-${made}`)
    return { store: storeIn(`artifacts-${made}`), folder }
  })

  it('[R-025] bytes that rotted while they waited never appear under the digest they no longer have', async () => {
    bucket.createBucket('rotten')
    for (const size of [1000, 20 * 1024 * 1024]) {
      const bytes = randomBytes(size)
      const path = join(folder, 'rotting')
      const sha256 = shaOf(bytes)
      bytes[500] = (bytes[500] ?? 0) ^ 1
      await writeFile(path, bytes)
      const store = storeIn('rotten')
      await expect(store.adopt(sha256, path, size)).rejects.toThrow('upload them again')
      expect(await store.size(sha256)).toBeNull()
    }
  })

  it('two servers of one bucket with other prefixes do not see each other', async () => {
    bucket.createBucket('shared')
    const bytes = randomBytes(10)
    const path = join(folder, 'shared')
    await writeFile(path, bytes)
    await storeIn('shared', { prefix: 'one/' }).adopt(shaOf(bytes), path, 10)
    expect(await storeIn('shared', { prefix: 'two/' }).size(shaOf(bytes))).toBeNull()
  })

  it('a bucket that is not there, and a store that is away, are told apart in words', async () => {
    await expect(storeIn('nobody-made').probe()).rejects.toMatchObject({
      kind: 'unusable',
      message: `There is no bucket nobody-made at http://127.0.0.1:${bucket.port}: create it, or correct WAVEGATE_ARTIFACTS.`,
    })
    await expect(storeIn('shared', { port: 1 }).size(shaOf(randomBytes(1)))).rejects.toMatchObject({
      kind: 'away',
      message: 'The artifact store at http://127.0.0.1:1 cannot be reached now (ECONNREFUSED).',
    })
  })
})
