import { createHash, randomBytes } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { EnrolAnswer } from '../../protocol/enrol.ts'
import { signIn, type TestClient, trySignIn } from '../testing/test-client.ts'
import { enrolBody, newDevice } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let operator: TestClient
let viewer: TestClient

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  operator = await signIn(house.address, 'operator@demo.wavegate')
  viewer = await signIn(house.address, 'oncall@demo.wavegate')
})

const refusalOf = async (response: Response) => ({
  status: response.status,
  ...((await response.json()) as { refusal: { code: string } }),
})

describe('who may come in', () => {
  it('nobody without a session', async () => {
    expect(await refusalOf(await fetch(`${house.address}/api/v1/fleet`))).toMatchObject({ status: 401 })
  })

  it('nobody signs up', async () => {
    const response = await fetch(`${house.address}/api/auth/sign-up/email`, {
      method: 'POST',
      headers: { origin: house.address, 'content-type': 'application/json' },
      body: JSON.stringify({
        name: 'Eve',
        email: 'eve@example.org',
        password: 'a long enough password',
        role: 'owner',
      }),
    })
    expect(response.ok).toBe(false)
    expect(await house.db.user.count({ where: { email: 'eve@example.org' } })).toBe(0)
  })

  it('nobody gives himself a role', async () => {
    await viewer.send('POST', '/api/auth/update-user', { role: 'owner' })
    expect(await (await viewer.get('/api/v1/me')).json()).toMatchObject({ person: { role: 'viewer' } })
  })

  it('five wrong passwords close an account for a minute, also for the right one', async () => {
    for (let n = 0; n < 5; n++)
      expect((await trySignIn(house.address, 'approver@demo.wavegate', 'wrong password')).status).toBe(401)
    const response = await trySignIn(house.address, 'approver@demo.wavegate', 'wavegate-demo')
    expect(response.status).toBe(429)
    expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  })

  it('setup is closed once somebody exists', async () => {
    const owner = { name: 'Eve', email: 'eve@example.org', password: 'a long enough password' }
    expect(await refusalOf(await operator.send('POST', '/api/v1/setup', owner))).toMatchObject({ status: 409 })
  })

  it('[T12] a session cookie alone changes nothing: the origin must be ours', async () => {
    const site = { id: 'csrf', name: 'CSRF', region: 'north' }
    for (const origin of ['https://evil.example', 'null'])
      expect(await refusalOf(await operator.send('POST', '/api/v1/sites', site, { origin }))).toMatchObject({
        status: 403,
      })
    expect(await house.db.site.count({ where: { id: 'csrf' } })).toBe(0)
  })
})

describe('what is not understood', () => {
  it('is refused with a sentence: no JSON, a wrong field, a path nobody knows', async () => {
    const broken = new TextEncoder().encode('{')
    expect(await refusalOf(await operator.send('POST', '/api/v1/sites', broken))).toMatchObject({
      status: 400,
      refusal: { code: 'malformed' },
    })
    expect(await refusalOf(await operator.send('POST', '/api/v1/sites', { id: 'UPPER' }))).toMatchObject({
      status: 400,
    })
    expect(await refusalOf(await operator.get('/api/v1/nothing'))).toMatchObject({ status: 404 })
    expect(await refusalOf(await operator.get('/api/v1/rollouts/nothing'))).toMatchObject({ status: 404 })
  })

  it('more than 256 KiB is refused', async () => {
    const body = { id: 'big', name: 'x'.repeat(300_000), region: 'north' }
    expect(await refusalOf(await operator.send('POST', '/api/v1/sites', body))).toMatchObject({ status: 413 })
  })
})

describe('who may do what', () => {
  const acts = [
    ['POST', '/api/v1/sites', { id: 'site-v', name: 'V', region: 'north' }],
    ['POST', '/api/v1/enrolment-tokens', { uses: 1 }],
    ['PUT', `/api/v1/artifacts/${'a'.repeat(64)}`, new Uint8Array([1])],
  ] as const
  it.each(acts)('a viewer may not %s %s', async (method, path, body) => {
    expect(await refusalOf(await viewer.send(method, path, body))).toMatchObject({
      status: 403,
      refusal: { code: 'forbidden' },
    })
  })

  it('every screen answers a viewer', async () => {
    for (const path of ['me', 'fleet', 'rollouts', 'rollouts/new', 'approvals', 'devices', 'releases'])
      expect((await viewer.get(`/api/v1/${path}`)).status, path).toBe(200)
  })
})

describe('from bytes to a device', () => {
  const bytes = randomBytes(300_000)
  const sha256 = createHash('sha256').update(bytes).digest('hex')

  it('an upload is kept under its hash, and only under its hash', async () => {
    const wrong = await operator.send('PUT', `/api/v1/artifacts/${'0'.repeat(64)}`, bytes)
    expect(await refusalOf(wrong)).toMatchObject({ status: 400 })
    for (let twice = 0; twice < 2; twice++)
      expect(await (await operator.send('PUT', `/api/v1/artifacts/${sha256}`, bytes)).json()).toEqual({
        sha256,
        size: bytes.length,
      })
    expect(await house.db.auditEntry.count({ where: { action: 'artifact.upload' } })).toBe(1)
  })

  const release = {
    name: 'edge-app',
    version: '1.0.0',
    mechanism: 'dual-slot',
    artifacts: [
      {
        hardwareType: 'gw-100',
        architecture: 'arm64',
        sha256,
        size: bytes.length,
        unpackedSize: bytes.length,
        files: 1,
      },
    ],
    resources: { memoryMb: 64, diskMb: 10 },
    application: { start: ['node', 'main.js'], healthPath: '/health', stopTimeoutSeconds: 5 },
    smokeTests: [{ name: 'answers', method: 'GET', path: '/health', expect: {}, tolerance: 0, timeoutMs: 1000 }],
  }

  it('a release is signed and published once', async () => {
    const absent = { ...release, artifacts: [{ ...release.artifacts[0], sha256: 'b'.repeat(64) }] }
    expect(await refusalOf(await operator.send('POST', '/api/v1/releases', absent))).toMatchObject({ status: 404 })
    const [first, second] = await Promise.all([
      operator.send('POST', '/api/v1/releases', release),
      operator.send('POST', '/api/v1/releases', release),
    ])
    expect([first.status, second.status].sort()).toEqual([200, 409])
    const { releases } = (await (await viewer.get('/api/v1/releases')).json()) as { releases: object[] }
    expect(releases).toMatchObject([{ name: 'edge-app', version: '1.0.0', counter: 1 }])
  })

  it('a device enrols once with a token, and the same again is the same answer', async () => {
    await operator.send('POST', '/api/v1/sites', { id: 'site-1', name: 'Site 1', region: 'north' })
    const { token } = (await (await operator.send('POST', '/api/v1/enrolment-tokens', { uses: 1 })).json()) as {
      token: string
    }
    const enrol = (body: object) =>
      fetch(`${house.address}/agents/enrol`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    const own = newDevice('dev-1')
    expect((await enrol(enrolBody(own, { token, publicKey: 'not a key' }))).status).toBe(400)
    const answer = EnrolAnswer.parse(await (await enrol(enrolBody(own, { token }))).json())
    expect(answer.deviceId).toBe('dev-1')
    expect(EnrolAnswer.parse(await (await enrol(enrolBody(own, { token }))).json())).toEqual(answer)
  })

  it('an enrolled device downloads, resumes, and nobody else does', async () => {
    const get = (headers: Record<string, string>) => fetch(`${house.address}/agents/artifacts/${sha256}`, { headers })
    expect((await get({})).status).toBe(403)
    expect((await get({ 'x-wavegate-device': 'nobody' })).status).toBe(403)
    const whole = await get({ 'x-wavegate-device': 'dev-1' })
    expect(whole.headers.get('etag')).toBe(`"${sha256}"`)
    expect(Buffer.from(await whole.arrayBuffer()).equals(bytes)).toBe(true)
    const rest = await get({ 'x-wavegate-device': 'dev-1', range: 'bytes=299990-', 'if-range': `"${sha256}"` })
    expect([rest.status, rest.headers.get('content-range')]).toEqual([206, 'bytes 299990-299999/300000'])
    expect(Buffer.from(await rest.arrayBuffer()).equals(bytes.subarray(299_990))).toBe(true)
    expect((await get({ 'x-wavegate-device': 'dev-1', range: 'bytes=300000-' })).status).toBe(416)
  })
})

describe('what the server says about itself', () => {
  it('its API, made from the schemas that parse it', async () => {
    const document = (await (await fetch(`${house.address}/api/v1/openapi.json`)).json()) as {
      openapi: string
      paths: object
    }
    expect(document.openapi).toBe('3.1.0')
    expect(Object.keys(document.paths).length).toBeGreaterThan(20)
  })

  it('headers that keep others out of every answer', async () => {
    const { headers } = await fetch(`${house.address}/healthz`)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-frame-options')).toBe('DENY')
  })
})
