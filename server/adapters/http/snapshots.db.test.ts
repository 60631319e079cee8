import { beforeAll, describe, expect, it } from 'vitest'
import { judgeKnownGoods } from '../../commands/judge-known-good.ts'
import { DEMO_KNOWN_GOOD } from '../../domain/snapshot/known-good.ts'
import { DeviceId, type Instant } from '../../protocol/ids.ts'
import { desiredMessages } from '../prisma/desired-messages.ts'
import { ReleaseCache } from '../prisma/release-cache.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { registerDevice } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

const PLANTED = 'planted-secret-7f3a'
const SCHEMA = {
  type: 'object',
  properties: {
    camera: {
      type: 'object',
      properties: { exposure: { type: 'integer', minimum: 1, maximum: 100 }, password: { type: 'string' } },
      required: ['exposure'],
      additionalProperties: false,
    },
  },
}

let house: TestServer
let operator: TestClient
let viewer: TestClient
let release: string
let published = 0

/** An artifact and a release of it, for the device type of the tests. */
async function publish(configSchema?: object): Promise<string> {
  const bytes = new TextEncoder().encode(`artifact ${published++}`)
  const sha256 = await sha256Of(bytes)
  expect((await operator.send('PUT', `/api/v1/artifacts/${sha256}`, bytes)).ok).toBe(true)
  const response = await operator.send('POST', '/api/v1/releases', {
    name: 'app',
    version: `1.0.${published}`,
    mechanism: 'dual-slot',
    artifacts: [
      { hardwareType: 'gw-100', architecture: 'arm64', sha256, size: bytes.length, unpackedSize: 100, files: 1 },
    ],
    resources: { memoryMb: 10, diskMb: 10 },
    application: { start: ['node', 'main.js'], healthPath: '/health', stopTimeoutSeconds: 5 },
    smokeTests: [{ name: 'one', method: 'GET', path: '/', expect: {}, tolerance: 0, timeoutMs: 1000 }],
    notes: '',
    ...(configSchema ? { configSchema } : {}),
  })
  const body = (await response.json()) as { id: string }
  expect(body).toHaveProperty('id')
  return body.id
}

async function sha256Of(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex')
}

const layer = (body: object) => operator.send('POST', '/api/v1/config/layers', { scope: 'fleet', version: 0, ...body })

async function freeze(): Promise<{ number: number; existed: boolean }> {
  const response = await operator.send('POST', '/api/v1/snapshots', { releaseId: release, note: 'evening exposure' })
  return (await response.json()) as { number: number; existed: boolean }
}

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  operator = await signIn(house.address, 'operator@demo.wavegate')
  viewer = await signIn(house.address, 'oncall@demo.wavegate')
  await registerDevice(house.db, 'dev-1')
  release = await publish(SCHEMA)
})

describe('desired configuration', () => {
  it('[R-146] is refused with the key path and what is expected there, and nothing is written', async () => {
    const wrong = await layer({ document: { camera: { exposure: 500 } }, releaseId: release })
    expect(wrong.status).toBe(400)
    expect(await wrong.json()).toMatchObject({
      refusal: { message: expect.stringMatching(/camera\.exposure must be <= 100/) },
    })
    const unknown = await layer({ document: { camera: { exposure: 5, zoom: 1 } }, releaseId: release })
    expect(await unknown.json()).toMatchObject({
      refusal: { message: expect.stringContaining('camera.zoom is no key') },
    })
    expect(await house.db.configLayer.count()).toBe(0)
  })

  it('is for operators, and for places that exist', async () => {
    const asked = { scope: 'fleet', version: 0, document: {} }
    expect((await viewer.send('POST', '/api/v1/config/layers', asked)).status).toBe(403)
    expect((await layer({ scope: 'site', key: 'nowhere', document: { a: 1 } })).status).toBe(404)
  })

  it('[R-146] tells who edits an old copy that it is old', async () => {
    expect((await layer({ document: { camera: { exposure: 10 } } })).status).toBe(200)
    expect((await layer({ document: { camera: { exposure: 20 } } })).status).toBe(409)
  })

  it('[R-146] a secret reaches the device and nothing else', async () => {
    const secret = { camera: { exposure: 10, password: PLANTED } }
    expect((await layer({ version: 1, document: secret, secrets: ['camera.password'] })).status).toBe(200)
    const { number } = await freeze()
    await house.db.desired.create({
      data: {
        deviceId: 'dev-1',
        generation: 1,
        snapshotId: number,
        reason: 'adopted',
        trial: TRIAL,
        issuedAt: new Date(),
      },
    })
    const told = await desiredMessages(house.db, new ReleaseCache(house.db), [DeviceId.parse('dev-1')])
    expect(told.get(DeviceId.parse('dev-1'))?.config).toEqual(secret)
    const forged = { camera: { exposure: 11, password: 'wavegate-sealed:1:AAAA' } }
    expect((await layer({ version: 2, document: forged })).status).toBe(400)
    await layer({ version: 2, document: { camera: { exposure: 11, password: '••••' } } })
    const second = await freeze()
    expect((await layer({ version: 3, document: { camera: { exposure: 11, password: `${PLANTED}2` } } })).status).toBe(
      200,
    )
    const third = await freeze()
    const paths = [
      '/config',
      '/config?device=dev-1',
      '/snapshots',
      `/snapshots/${number}?device=dev-1`,
      `/snapshots/diff?a=${number}&b=${second.number}`,
      `/snapshots/diff?a=${second.number}&b=${third.number}`,
      '/devices/dev-1',
      '/devices',
      '/fleet',
    ]
    for (const path of paths) {
      const response = await operator.get(`/api/v1${path}`)
      expect(response.status, path).toBe(200)
      expect(await response.text(), path).not.toContain(PLANTED)
    }
    const rows = await house.db.auditEntry.findMany()
    expect(rows.some((row) => row.action === 'config.set-layer')).toBe(true)
    expect(JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? String(value) : value))).not.toContain(
      PLANTED,
    )
    const diff = await (await operator.get(`/api/v1/snapshots/diff?a=${second.number}&b=${third.number}`)).json()
    expect(diff).toMatchObject({ config: [{ path: 'camera.password', secret: true }] })
    const kept = await house.db.snapshot.findUniqueOrThrow({ where: { id: second.number } })
    expect(JSON.stringify(kept.config)).not.toContain(PLANTED)
  })
})

describe('snapshots', () => {
  it('[R-156] the same release with the same configuration has one number', async () => {
    const one = await freeze()
    expect(await freeze()).toEqual({ number: one.number, existed: true })
  })

  it('[R-150] validates signature, bytes and configuration, and keeps the answer', async () => {
    const { number } = await freeze()
    const response = await operator.send('POST', `/api/v1/snapshots/${number}/validate`, {})
    expect(await response.json()).toMatchObject({ ok: true, checks: [{ name: 'Signature' }, {}, {}] })
    await house.db.device.update({ where: { id: 'dev-1' }, data: { groups: ['odd'] } })
    const { config } = await house.db.snapshot.findUniqueOrThrow({ where: { id: number } })
    const broken = { ...(config as object), groups: { odd: { camera: { exposure: 0 } } } }
    await house.db.snapshot.create({
      data: { contentHash: 'broken', releaseId: release, config: broken, createdBy: 'x' },
    })
    const { id } = await house.db.snapshot.findUniqueOrThrow({ where: { contentHash: 'broken' } })
    const bad = await operator.send('POST', `/api/v1/snapshots/${id}/validate`, {})
    expect(await bad.json()).toMatchObject({
      ok: false,
      checks: [{ ok: true }, { ok: true }, { ok: false, because: [expect.stringMatching(/camera\.exposure.*dev-1/)] }],
    })
    expect(await (await operator.get(`/api/v1/snapshots/${id}`)).json()).toMatchObject({ validation: { ok: false } })
  })

  it('[R-154] one that devices are to run stays; one that nothing needs goes', async () => {
    const { snapshotId } = await house.db.desired.findUniqueOrThrow({ where: { deviceId: 'dev-1' } })
    const refused = await operator.send('POST', `/api/v1/snapshots/${snapshotId}/delete`, {})
    expect(refused.status).toBe(409)
    expect(await refused.json()).toMatchObject({ refusal: { message: expect.stringContaining('in use') } })
    const { id } = await house.db.snapshot.findUniqueOrThrow({ where: { contentHash: 'broken' } })
    expect((await operator.send('POST', `/api/v1/snapshots/${id}/delete`, {})).status).toBe(200)
  })

  it('tags are given, known-good is not', async () => {
    const { number } = await freeze()
    expect((await operator.send('POST', `/api/v1/snapshots/${number}/tags`, { tags: ['candidate'] })).status).toBe(200)
    expect((await operator.send('POST', `/api/v1/snapshots/${number}/tags`, { tags: ['known-good'] })).status).toBe(400)
  })

  it('[R-154] known-good is written once, with its reason, and taken away with a reason', async () => {
    const { number } = await freeze()
    const ended = new Date('2026-01-01T00:00:00Z')
    const now = (ended.getTime() + 10 * 60_000) as Instant
    const device = { snapshotId: number, generation: 1 }
    await house.db.desired.update({ where: { deviceId: 'dev-1' }, data: device })
    const { version } = await house.db.release.findUniqueOrThrow({ where: { id: release } })
    await house.db.deviceStatus.create({
      data: {
        deviceId: 'dev-1',
        online: true,
        lastSeenAt: ended,
        generation: 1,
        runningVersion: version,
        reported: { update: { state: 'confirmed' } },
        healthStatus: 'healthy',
      },
    })
    await house.db.rollout.create({
      data: {
        id: 'r-1',
        name: 'r',
        toSnapshotId: number,
        communicationPlan: '',
        policy: {},
        plan: {},
        state: {},
        phase: 'completed',
        because: '',
        active: false,
        createdBy: 'x',
        createdByName: 'x',
        createdAt: ended,
        endedAt: ended,
      },
    })
    expect(await judgeKnownGoods(house.db, DEMO_KNOWN_GOOD, now)).toBe(1)
    expect(await judgeKnownGoods(house.db, DEMO_KNOWN_GOOD, now)).toBe(0)
    await house.db.deviceStatus.update({ where: { deviceId: 'dev-1' }, data: { healthStatus: 'unhealthy' } })
    expect(await judgeKnownGoods(house.db, DEMO_KNOWN_GOOD, now)).toBe(1)
    const rows = await house.db.auditEntry.findMany({ where: { action: { startsWith: 'snapshot.known-good' } } })
    expect(rows.map((row) => row.action)).toEqual(['snapshot.known-good', 'snapshot.known-good-lost'])
    expect(rows[1]?.reason).toContain('0 of 1 connected device')
  })
})

const TRIAL = {
  windowSeconds: 300,
  minReadySeconds: 60,
  intervalSeconds: 10,
  timeoutSeconds: 5,
  maxRestarts: 3,
  restartWindowSeconds: 300,
  maxMemoryPercent: 90,
}
