import { beforeAll, expect, it } from 'vitest'
import { keyFingerprint } from '../prisma/key-fingerprint.ts'
import { signIn } from '../testing/test-client.ts'
import { enrolBody, newDevice, type TestDevice } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let token = ''

const key = '0123-4567-89ab-cdef-0123-4567-89ab-cdef'
const row = { siteId: 'site-2', hardwareType: 'gw-100', architecture: 'arm64', memoryMb: 512, diskMb: 4096 }
const expectDevice = (id: string, changes: object = {}) =>
  house.db.expectedDevice.create({
    data: { id, name: 'Gate camera', ...row, createdBy: 'Olive', createdAt: new Date(0), ...changes },
  })
const enrol = (device: TestDevice) =>
  fetch(`${house.address}/agents/enrol`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ ...enrolBody(device), token }),
  })

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  const operator = await signIn(house.address, 'operator@demo.wavegate')
  for (const id of ['site-1', 'site-2'])
    await operator.send('POST', '/api/v1/sites', { id, name: `Site ${id}`, region: 'north' })
  const made = await operator.send('POST', '/api/v1/enrolment-tokens', { uses: 10, groups: ['new'] })
  token = (await made.json()).token
})

it('[R-123] a device that was expected becomes what people said of it, and is expected no longer', async () => {
  await expectDevice('expected-1', { labels: { env: 'prod' }, groups: ['pilot'], redundancyGroup: 'gates' })
  expect((await enrol(newDevice('expected-1'))).status).toBe(200)
  expect(await house.db.device.findUnique({ where: { id: 'expected-1' } })).toMatchObject({
    name: 'Gate camera',
    siteId: 'site-2',
    labels: { env: 'prod' },
    groups: ['new', 'pilot'],
    redundancyGroup: 'gates',
  })
  expect(await house.db.expectedDevice.count({ where: { id: 'expected-1' } })).toBe(0)
  expect(await house.db.discrepancy.count({ where: { deviceId: 'expected-1' } })).toBe(0)
})

it('[R-142] one that is not as it was described is trusted, and nothing is deployed to it until that is resolved', async () => {
  await expectDevice('expected-2', { memoryMb: 8192 })
  expect((await enrol(newDevice('expected-2'))).status).toBe(200)
  expect(await house.db.device.findUnique({ where: { id: 'expected-2' } })).toMatchObject({ memoryMb: 512 })
  expect(await house.db.discrepancy.findMany({ where: { deviceId: 'expected-2' } })).toMatchObject([
    { kind: 'memory', expected: 8192, reported: 512, resolvedAt: null },
  ])
})

it('[D-11] one expected with a key enrols with that key; with another it waits for a person', async () => {
  await expectDevice('expected-3', { keyFingerprint: key })
  const other = await enrol(newDevice('expected-3'))
  expect(other.status).toBe(202)
  expect(await house.db.lobbyEntry.findFirst({ where: { deviceId: 'expected-3' } })).toMatchObject({
    because: `expected-3 is expected with the key ${key}`,
  })
  const right = newDevice('expected-4')
  const { publicKey } = enrolBody(right) as { publicKey: string }
  await expectDevice('expected-4', { keyFingerprint: keyFingerprint(publicKey) })
  expect((await enrol(right)).status).toBe(200)
})
