import { createHash, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { signIn } from '../testing/test-client.ts'
import { testServer } from '../testing/test-server.ts'
import { Tus } from '../testing/tus.ts'

const house = await testServer({ WAVEGATE_DEMO: '1', WAVEGATE_ARTIFACT_MAX_MB: '2', WAVEGATE_ARTIFACT_QUOTA_MB: '3' })
const operator = await signIn(house.address, 'operator@demo.wavegate')
const tus = new Tus(house.address, operator)

const artifact = (size: number) => {
  const bytes = randomBytes(size)
  return { bytes, size, sha256: createHash('sha256').update(bytes).digest('hex') }
}
const begun = async ({ sha256, size }: { sha256: string; size: number }, by = tus) => {
  const answer = await by.begin(sha256, size)
  expect(answer.status, await answer.text()).toBe(201)
  return answer.headers.get('location') ?? ''
}
const known = async (sha256: string) => (await operator.get(`/api/v1/artifacts/${sha256}`)).status === 200

it('[R-025] an upload that was cut goes on where it was, and becomes the artifact it promised', async () => {
  const { bytes, size, sha256 } = artifact(700_000)
  const at = await begun({ sha256, size })
  expect(await tus.offset(at)).toBe(0)
  // What was on the wire when the connection broke may be lost, even all of it; what arrived is not.
  const cut = async () => {
    expect(await tus.send(at, 0, [bytes.subarray(0, 300_000)], size)).toBeNull()
    return tus.offset(at)
  }
  await expect.poll(async () => (await tus.offset(at)) || cut()).toBeGreaterThan(0)
  const arrived = (await tus.offset(at)) ?? 0
  expect(arrived).toBeLessThanOrEqual(300_000)
  expect(await tus.send(at, arrived - 1, [bytes.subarray(arrived - 1)], size - arrived + 1)).toMatchObject({
    status: 409,
  })
  expect(await known(sha256)).toBe(false)
  expect(await tus.send(at, arrived, [bytes.subarray(arrived)], size - arrived)).toMatchObject({ status: 204 })
  expect(await known(sha256)).toBe(true)
  // Whoever lost that answer asks again and hears that all is there.
  expect(await tus.offset(at)).toBe(size)
  expect(await house.db.auditEntry.count({ where: { action: 'artifact.upload', objectId: sha256 } })).toBe(1)
  expect((await tus.begin(sha256, size)).status).toBe(409)
})

it('[R-025] bytes that are not what was promised become nothing', async () => {
  const { bytes, size, sha256 } = artifact(200_000)
  const at = await begun({ sha256, size })
  const flipped = Buffer.from(bytes)
  flipped[150_000] = (flipped[150_000] ?? 0) ^ 1
  const answer = await tus.send(at, 0, [flipped], size)
  expect(answer?.status).toBe(400)
  expect(answer?.text).toContain(`not to ${sha256}: upload them again`)
  expect(await known(sha256)).toBe(false)
  expect(await tus.offset(at)).toBeNull()
})

it('[R-025] too large, and too much altogether, is refused before a byte was sent', async () => {
  const megabyte = 1024 * 1024
  const large = await tus.begin('a'.repeat(64), 2 * megabyte + 1)
  expect([large.status, await large.text()]).toEqual([413, expect.stringContaining('WAVEGATE_ARTIFACT_MAX_MB')])
  const at = await begun({ sha256: 'b'.repeat(64), size: 1.5 * megabyte })
  const second = await tus.begin('c'.repeat(64), 1.5 * megabyte)
  expect([second.status, await second.text()]).toEqual([413, expect.stringContaining('WAVEGATE_ARTIFACT_QUOTA_MB')])
  expect((await tus.send(at, 0, [randomBytes(10)], 2 * megabyte))?.status ?? 413).toBe(413)
  expect((await tus.remove(at)).status).toBe(204)
  expect(await tus.offset(at)).toBeNull()
})

it('[R-025] an upload is for whoever may publish, and belongs to whoever began it', async () => {
  const viewer = new Tus(house.address, await signIn(house.address, 'oncall@demo.wavegate'))
  const { size, sha256 } = artifact(1000)
  expect((await viewer.begin(sha256, size)).status).toBe(403)
  const at = await begun({ sha256, size })
  expect(await viewer.offset(at)).toBeNull()
  expect((await viewer.remove(at)).status).toBe(404)
  expect(await tus.offset(at)).toBe(0)
  expect((await tus.begin('no digest', 10)).status).toBe(400)
})
