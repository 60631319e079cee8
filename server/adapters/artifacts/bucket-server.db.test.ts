import { createHash, randomBytes } from 'node:crypto'
import { startFauxqs } from 'fauxqs'
import { afterAll, expect, it } from 'vitest'
import { parseConfig } from '../../config.ts'
import { compose } from '../compose.ts'
import { openLog } from '../log.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { signIn } from '../testing/test-client.ts'
import { registerDevice } from '../testing/test-device.ts'
import { testServer } from '../testing/test-server.ts'
import { Tus } from '../testing/tus.ts'
import { passingFolder } from './artifact-store.contract.ts'
import { DEVICE_HEADER, DOWNLOAD_PATH } from './download.ts'

process.env.AWS_ACCESS_KEY_ID = 'wavegate'
process.env.AWS_SECRET_ACCESS_KEY = 'of a test'
let bucket = await startFauxqs({ port: 0, logger: false })
bucket.createBucket('artifacts')
afterAll(() => bucket.stop())

const settings = { WAVEGATE_ARTIFACTS: 's3://artifacts/fleet', WAVEGATE_S3_ENDPOINT: `http://127.0.0.1:${bucket.port}` }
const house = await testServer({ WAVEGATE_DEMO: '1', ...settings })
const operator = await signIn(house.address, 'operator@demo.wavegate')
const tus = new Tus(house.address, operator)
const device = await registerDevice(house.db, 'dev-1')
const download = (sha256: string, headers: Record<string, string> = {}) =>
  fetch(`${house.address}${DOWNLOAD_PATH}${sha256}`, { headers: { [DEVICE_HEADER]: device.id, ...headers } })
const artifact = (size: number) => {
  const bytes = randomBytes(size)
  return { bytes, size, sha256: createHash('sha256').update(bytes).digest('hex') }
}
const begun = async ({ sha256, size }: { sha256: string; size: number }) =>
  (await tus.begin(sha256, size)).headers.get('location') ?? ''

it('[R-025] with a bucket, devices still talk to the server alone: uploaded there, downloaded in ranges', async () => {
  const { bytes, size, sha256 } = artifact(9 * 1024 * 1024)
  const at = await begun({ sha256, size })
  expect((await download(sha256)).status).toBe(404)
  expect(await tus.send(at, 0, [bytes], size)).toMatchObject({ status: 204 })
  expect(Buffer.from(await (await download(sha256)).arrayBuffer()).equals(bytes)).toBe(true)
  const rest = await download(sha256, { range: `bytes=${size - 5}-`, 'if-range': `"${sha256}"` })
  expect([rest.status, rest.headers.get('content-range')]).toEqual([206, `bytes ${size - 5}-${size - 1}/${size}`])
  expect(Buffer.from(await rest.arrayBuffer())).toEqual(bytes.subarray(size - 5))
})

it('[R-025] while the bucket is away everybody hears so, and an upload that is whole waits for it', async () => {
  const { bytes, size, sha256 } = artifact(100_000)
  const at = await begun({ sha256, size })
  const { port } = bucket
  await bucket.stop()
  const answer = await tus.send(at, 0, [bytes], size)
  expect([answer?.status, answer?.text]).toEqual([503, expect.stringContaining('What arrived is kept')])
  const refused = await download(sha256)
  expect([refused.status, await refused.text()]).toEqual([503, expect.stringContaining('cannot be reached now')])
  bucket = await startFauxqs({ port, logger: false })
  bucket.createBucket('artifacts')
  expect(await tus.offset(at)).toBe(size)
  expect(Buffer.from(await (await download(sha256)).arrayBuffer()).equals(bytes)).toBe(true)
})

it('[R-025] a bucket that is not there keeps the server from starting, one that is away does not', async () => {
  const DATABASE_URL = await testDatabase()
  const folder = await passingFolder()
  const start = async (changes: Record<string, string>) => {
    const env = { PORT: '0', WAVEGATE_PAGES: '0', WAVEGATE_DATA: folder, DATABASE_URL, ...settings, ...changes }
    const parsed = parseConfig(env)
    if (!parsed.ok) throw new Error(parsed.sentence)
    await (await compose(parsed.config, '0.0.0-test', openLog('silent'))).close()
  }
  await expect(start({ WAVEGATE_ARTIFACTS: 's3://nobody-made' })).rejects.toThrow('There is no bucket nobody-made')
  await start({ WAVEGATE_S3_ENDPOINT: 'http://127.0.0.1:1' })
})
