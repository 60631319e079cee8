import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { MOST_WAITING } from '../../commands/wait-in-lobby.ts'
import { keyFingerprint } from '../prisma/key-fingerprint.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { enrolBody, newDevice, type TestDevice } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let operator: TestClient

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  operator = await signIn(house.address, 'operator@demo.wavegate')
  await operator.send('POST', '/api/v1/sites', { id: 'site-1', name: 'Site 1', region: 'north' })
})

afterEach(async () => {
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

const keyOf = (device: TestDevice) => (enrolBody(device) as { publicKey: string }).publicKey
const enrol = (device: TestDevice, changes: object = {}) => post('/agents/enrol', enrolBody(device, changes))
const ask = (device: TestDevice) => post('/agents/lobby', { publicKey: keyOf(device) })
const act = async (path: string, body: object) => {
  const response = await operator.send('POST', `/api/v1/lobby/${path}`, body)
  return { status: response.status, body: (await response.json()) as Answered['body'] }
}

/** One that waits, without having asked over HTTP. */
async function waits(device: TestDevice, changes: object = {}): Promise<string> {
  const { token: _, ...request } = enrolBody(device, changes) as Record<string, unknown>
  const fingerprint = keyFingerprint(keyOf(device))
  const seen = new Date()
  await house.db.lobbyEntry.create({
    data: {
      fingerprint,
      publicKey: keyOf(device),
      deviceId: device.id,
      request: request as object,
      address: '192.0.2.1',
      because: 'it showed no token',
      firstSeenAt: seen,
      lastSeenAt: seen,
    },
  })
  return fingerprint
}

describe('[D-11] [R-140] a device nobody vouches for', () => {
  it('waits, is shown with its fingerprint, and learns within two seconds that it was accepted', async () => {
    const device = newDevice('stranger')
    const fingerprint = keyFingerprint(keyOf(device))
    expect(await enrol(device, { siteId: undefined })).toMatchObject({
      status: 202,
      body: { waiting: true, fingerprint, because: 'it showed no token' },
    })
    expect(await (await operator.get('/api/v1/lobby')).json()).toMatchObject({
      total: 1,
      waiting: [{ fingerprint, deviceId: 'stranger', siteId: null, idTaken: false, hardwareType: 'gw-100' }],
    })
    const became = ask(device)
    expect((await act('accept', { devices: [{ fingerprint }] })).body.refusal?.message).toContain('at which site')
    const wish = { fingerprint, siteId: 'site-1', deviceId: 'cam-7', name: 'Camera 7' }
    expect(await act('accept', { devices: [wish], groups: ['pilot'] })).toMatchObject({
      status: 200,
      body: { accepted: ['cam-7'], refused: [] },
    })
    const accepted = performance.now()
    expect(await became).toMatchObject({ status: 200, body: { deviceId: 'cam-7', keyId: expect.any(String) } })
    expect(performance.now() - accepted).toBeLessThan(2_000)
    expect(await house.db.device.findUnique({ where: { id: 'cam-7' } })).toMatchObject({
      name: 'Camera 7',
      siteId: 'site-1',
      groups: ['pilot'],
    })
  })

  it('is told why it was rejected, also when it comes back', async () => {
    const device = newDevice('unwanted')
    const fingerprint = await waits(device)
    const became = ask(device)
    expect(await act('reject', { fingerprints: [fingerprint], reason: 'not ours' })).toMatchObject({
      body: { rejected: 1 },
    })
    for (const answer of [await became, await enrol(device)])
      expect(answer).toMatchObject({
        status: 403,
        body: { refusal: { message: expect.stringMatching(/Olive Operator rejected this device: not ours/) } },
      })
    expect(await (await operator.get('/api/v1/lobby')).json()).toMatchObject({
      total: 0,
      rejected: [{ fingerprint, reason: 'not ours' }],
    })
  })

  it('waits as well with a token that wants a person, and gets what the token gives when that person accepts', async () => {
    const terms = { needsAcceptance: true, groups: ['audited'], labels: { env: 'lab' } }
    const response = await operator.send('POST', '/api/v1/enrolment-tokens', terms)
    const { id, token } = (await response.json()) as { id: string; token: string }
    const device = newDevice('checked')
    expect((await enrol(device, { token })).status).toBe(202)
    expect(await house.db.enrolmentToken.findUnique({ where: { id } })).toMatchObject({ usesLeft: 1 })
    await act('accept', { devices: [{ fingerprint: keyFingerprint(keyOf(device)) }], groups: ['pilot'] })
    expect(await house.db.device.findUnique({ where: { id: 'checked' } })).toMatchObject({
      groups: ['audited', 'pilot'],
      labels: { env: 'lab' },
    })
    expect(await house.db.enrolmentToken.findUnique({ where: { id } })).toMatchObject({ usesLeft: 0 })
  })

  it('many are accepted at once, and those that do not fit stay and say why', async () => {
    const fits = await waits(newDevice('bulk-1'))
    const taken = await waits(newDevice('cam-7'))
    const nowhere = await waits(newDevice('bulk-2'), { siteId: 'atlantis' })
    const devices = [fits, taken, nowhere].map((fingerprint) => ({ fingerprint }))
    expect((await act('accept', { devices })).body).toEqual({
      accepted: ['bulk-1'],
      refused: [
        { fingerprint: taken, because: expect.stringContaining('There is a device cam-7') },
        { fingerprint: nowhere, because: expect.stringContaining('no site atlantis') },
      ],
    })
    expect(await house.db.lobbyEntry.count()).toBe(2)
  })

  it('of which nobody has heard cannot ask what became of it', async () => {
    expect((await ask(newDevice('nobody'))).status).toBe(404)
  })
})

describe('[D-11] the lobby has an end', () => {
  async function fill(lastSeenAt: Date): Promise<void> {
    const data = Array.from({ length: MOST_WAITING }, (_, n) => {
      const publicKey = generateKeyPairSync('ed25519')
        .publicKey.export({ type: 'spki', format: 'der' })
        .toString('base64')
      const common = { deviceId: `crowd-${n}`, request: {}, address: '192.0.2.2', because: '', firstSeenAt: lastSeenAt }
      return { fingerprint: keyFingerprint(publicKey), publicKey, lastSeenAt, ...common }
    })
    await house.db.lobbyEntry.createMany({ data })
  }

  it('the thousand and first is refused while everybody is there', async () => {
    await fill(new Date())
    expect(await enrol(newDevice('one-too-many'))).toMatchObject({
      status: 503,
      body: { refusal: { message: expect.stringContaining('1000 devices wait already') } },
    })
  })

  it('or takes the place of the one that was not heard for longest, with a note', async () => {
    await fill(new Date(Date.now() - 3_600_000))
    await house.db.lobbyEntry.updateMany({ where: { deviceId: 'crowd-500' }, data: { lastSeenAt: new Date(0) } })
    expect((await enrol(newDevice('newcomer'))).status).toBe(202)
    expect(await house.db.lobbyEntry.count()).toBe(MOST_WAITING)
    const [note] = await house.db.auditEntry.findMany({ where: { action: 'lobby.drop' } })
    expect(note?.reason).toMatch(/^crowd-500 was last heard 1970/)
  })

  it('a flood from one address is slowed down, and devices with a good token are not', async () => {
    const response = await operator.send('POST', '/api/v1/enrolment-tokens', { uses: 20 })
    const { token } = (await response.json()) as { token: string }
    const flood = await Promise.all(Array.from({ length: 40 }, (_, n) => enrol(newDevice(`flood-${n}`))))
    const limited = flood.filter(({ status }) => status === 429)
    expect(limited.length).toBeGreaterThanOrEqual(30)
    expect(limited[0]?.body.refusal?.message).toMatch(/within a minute/)
    const honest = await Promise.all(Array.from({ length: 12 }, (_, n) => enrol(newDevice(`ours-${n}`), { token })))
    expect(honest.map(({ status }) => status)).toEqual(Array.from({ length: 12 }, () => 200))
  })
})
