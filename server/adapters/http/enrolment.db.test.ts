import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { enrolBody, newDevice, type TestDevice } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let operator: TestClient
let viewer: TestClient

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  operator = await signIn(house.address, 'operator@demo.wavegate')
  viewer = await signIn(house.address, 'oncall@demo.wavegate')
  for (const id of ['site-1', 'site-2'])
    await operator.send('POST', '/api/v1/sites', { id, name: `Site ${id}`, region: 'north' })
})

beforeEach(async () => {
  await house.db.lobbyEntry.deleteMany()
})

type Answered = { status: number; body: Record<string, unknown> & { refusal?: { message: string } } }

async function post(path: string, body: object): Promise<Answered> {
  const response = await fetch(`${house.address}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return { status: response.status, body: (await response.json()) as Answered['body'] }
}

const enrol = (device: TestDevice, changes: object = {}) => post('/agents/enrol', enrolBody(device, changes))

async function token(terms: object = {}): Promise<{ id: string; token: string }> {
  const response = await operator.send('POST', '/api/v1/enrolment-tokens', terms)
  expect(response.status).toBe(200)
  return (await response.json()) as { id: string; token: string }
}

describe('[D-11] what a token is good for', () => {
  it('gives its groups and labels to whoever enrols with it, and knows who did', async () => {
    const made = await token({ name: 'Pilot', uses: 2, groups: ['pilot'], labels: { env: 'prod' } })
    const device = newDevice('with-groups')
    expect((await enrol(device, { token: made.token, labels: { env: 'dev', rack: '7' } })).status).toBe(200)
    expect(await house.db.device.findUnique({ where: { id: 'with-groups' } })).toMatchObject({
      groups: ['pilot'],
      labels: { env: 'prod', rack: '7' },
    })
    const { tokens } = (await (await viewer.get('/api/v1/enrolment-tokens')).json()) as { tokens: object[] }
    expect(tokens).toContainEqual(
      expect.objectContaining({
        name: 'Pilot',
        state: 'good',
        usesLeft: 1,
        lastUsedAt: expect.any(Number),
        devices: [expect.objectContaining({ id: 'with-groups' })],
      }),
    )
    expect(JSON.stringify(tokens)).not.toContain(made.token)
  })

  it('refuses a device out of its scope and says which part did not fit', async () => {
    const site = await token({ sites: ['site-2'] })
    expect(await enrol(newDevice('elsewhere'), { token: site.token })).toMatchObject({
      status: 403,
      body: { refusal: { message: expect.stringMatching(/site site-2, .* stands at site-1/) } },
    })
    const hardware = await token({ hardwareTypes: ['jetson-orin'] })
    expect(await enrol(newDevice('other-board'), { token: hardware.token })).toMatchObject({
      status: 403,
      body: { refusal: { message: expect.stringContaining('jetson-orin, and this device is gw-100') } },
    })
    expect((await operator.send('POST', '/api/v1/enrolment-tokens', { sites: ['nowhere'] })).status).toBe(404)
  })

  it('its last use is given once, to one of two that show it at the same moment; the other waits', async () => {
    const { token: last } = await token({ uses: 1 })
    const answers = await Promise.all(['race-1', 'race-2'].map((id) => enrol(newDevice(id), { token: last })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 202])
    expect(await house.db.device.count({ where: { id: { startsWith: 'race-' } } })).toBe(1)
  })

  it('two that ask for one id at the same moment: one gets it, and the other keeps no use', async () => {
    const made = await token({ uses: 5 })
    const answers = await Promise.all([1, 2].map(() => enrol(newDevice('same-id'), { token: made.token })))
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409])
    expect(await house.db.enrolmentToken.findUnique({ where: { id: made.id } })).toMatchObject({ usesLeft: 4 })
  })

  it('revoked, it vouches for nobody any more', async () => {
    const made = await token({ uses: 5 })
    const path = `/api/v1/enrolment-tokens/${made.id}/revoke`
    expect((await viewer.send('POST', path, {})).status).toBe(403)
    expect((await operator.send('POST', path, {})).status).toBe(200)
    expect((await operator.send('POST', path, {})).status).toBe(409)
    expect(await enrol(newDevice('too-late'), { token: made.token })).toMatchObject({
      status: 202,
      body: { waiting: true, because: expect.stringContaining('revoked') },
    })
  })
})

describe('[R-140] who proves what', () => {
  it('nobody enrols a key whose private half he does not hold', async () => {
    const { token: good } = await token({ uses: 5 })
    const victim = enrolBody(newDevice('victim')) as { publicKey: string }
    expect(await enrol(newDevice('thief'), { token: good, publicKey: victim.publicKey })).toMatchObject({
      status: 403,
      body: { refusal: { message: expect.stringContaining('not signed') } },
    })
  })

  it('a signature is for one id', async () => {
    const { token: good } = await token({ uses: 5 })
    expect((await enrol(newDevice('signed-for'), { token: good, deviceId: 'another' })).status).toBe(403)
  })
})
