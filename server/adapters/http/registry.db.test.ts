import { beforeAll, describe, expect, it } from 'vitest'
import { DeviceRegistryView, SitesView } from '../../protocol/views/registry-view.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { registerDevice } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let olive: TestClient
let noor: TestClient

const registry = async (id: string) =>
  DeviceRegistryView.parse(await (await olive.get(`/api/v1/devices/${id}/registry`)).json())
const audited = (deviceId: string, action: string) =>
  house.db.auditEntry.findFirst({ where: { deviceId, action }, orderBy: { id: 'desc' } })
const refusal = async (response: Response) => (await response.json()).refusal.message as string

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  olive = await signIn(house.address, 'operator@demo.wavegate')
  noor = await signIn(house.address, 'oncall@demo.wavegate')
  await registerDevice(house.db, 'dev-1')
  await registerDevice(house.db, 'dev-2')
})

describe('[R-158] sites', () => {
  it('are created, renamed without changing their id, and deleted only when nothing stands there', async () => {
    const site = { id: 'oslo', name: 'Oslo', region: 'north', timeZone: 'Europe/Oslo', labels: { tier: '1' } }
    expect((await olive.send('POST', '/api/v1/sites', site)).status).toBe(200)
    expect((await olive.send('POST', '/api/v1/sites', site)).status).toBe(409)
    expect(
      (await olive.send('PATCH', '/api/v1/sites/oslo', { name: 'Oslo works', labels: { tier: null, a: 'b' } })).status,
    ).toBe(200)
    const listed = async () => SitesView.parse(await (await olive.get('/api/v1/sites')).json()).sites
    expect((await listed()).find(({ id }) => id === 'oslo')).toMatchObject({
      name: 'Oslo works',
      labels: { a: 'b' },
      devices: 0,
    })
    expect((await listed()).find(({ id }) => id === 'site-1')).toMatchObject({ devices: 2 })
    expect(await refusal(await olive.send('DELETE', '/api/v1/sites/site-1', undefined))).toContain('2 devices stand at')
    expect((await noor.send('DELETE', '/api/v1/sites/oslo', undefined)).status).toBe(403)
    expect((await olive.send('DELETE', '/api/v1/sites/oslo', undefined)).status).toBe(200)
    const acts = await house.db.auditEntry.findMany({ where: { objectId: 'oslo' }, orderBy: { id: 'asc' } })
    expect(acts.map(({ action }) => action)).toEqual(['site.create', 'site.update', 'site.delete'])
    expect(acts[1]).toMatchObject({ before: { name: 'Oslo' }, after: { name: 'Oslo works' } })
  })

  it.each([
    [{ id: 'x', name: 'X', region: 'r', timeZone: 'Mars/Olympus' }, 'IANA'],
    [{ id: 'X Y', name: 'X', region: 'r' }, 'lower-case'],
    [{ id: 'x', name: ' ', region: 'r' }, 'give it a name'],
  ])('%j is refused with what to do', async (site, words) => {
    expect(await refusal(await olive.send('POST', '/api/v1/sites', site))).toContain(words)
  })
})

describe('[R-009] [R-158] a device in the registry', () => {
  it('is renamed, labelled and grouped under the same id, and every change says what was before', async () => {
    const path = '/api/v1/devices/dev-1'
    expect((await noor.send('PATCH', path, { name: 'x' })).status).toBe(403)
    expect((await olive.send('PATCH', path, { name: 'Dock camera', labels: { env: 'prod', b: '1' } })).status).toBe(200)
    expect((await olive.send('PATCH', path, { labels: { b: null }, groups: ['pilot', 'a', 'pilot'] })).status).toBe(200)
    expect(await registry('dev-1')).toMatchObject({
      name: 'Dock camera',
      labels: { env: 'prod' },
      groups: ['a', 'pilot'],
    })
    expect(await audited('dev-1', 'device.update')).toMatchObject({
      before: { labels: { b: '1', env: 'prod' }, groups: [] },
      after: { labels: { env: 'prod' }, groups: ['a', 'pilot'] },
    })
  })

  it.each([
    [{}, 400],
    [{ memoryMb: 9 }, 400],
    [{ siteId: 'nowhere' }, 404],
    [{ labels: { 'not a key!': 'x' } }, 400],
    [{ monitoringFidelity: 9 }, 400],
  ])('%j is refused', async (change, status) => {
    expect((await olive.send('PATCH', '/api/v1/devices/dev-1', change)).status).toBe(status)
  })

  it('that changes nothing writes nothing', async () => {
    const before = await house.db.auditEntry.count()
    await olive.send('PATCH', '/api/v1/devices/dev-1', { name: 'Dock camera' })
    expect(await house.db.auditEntry.count()).toBe(before)
  })

  it('[R-042] is a single point of failure while nobody of its redundancy group is up', async () => {
    for (const id of ['dev-1', 'dev-2']) await olive.send('PATCH', `/api/v1/devices/${id}`, { redundancyGroup: 'dock' })
    expect((await registry('dev-1')).singlePoint).toContain('nobody else of its redundancy group dock')
    const status = { online: true, healthStatus: 'healthy', lastSeenAt: new Date(0) }
    const reported = { generation: 0, running: null, slot: null, standby: null, update: { state: 'idle' } }
    await house.db.deviceStatus.create({ data: { deviceId: 'dev-2', ...status, reported } })
    expect(await registry('dev-1')).toMatchObject({ singlePoint: null, redundancy: { group: 'dock' } })
  })

  it('[R-114] carries resources, each with the state of its calibration', async () => {
    const path = '/api/v1/devices/dev-1/resources'
    const sensor = { id: 'lidar-1', kind: 'sensor', name: 'Lidar', calibratedUntil: 1 }
    expect((await olive.send('POST', path, sensor)).status).toBe(200)
    expect((await olive.send('POST', path, sensor)).status).toBe(409)
    expect((await olive.send('POST', path, { id: 'cam', kind: 'camera', name: 'Front' })).status).toBe(200)
    expect((await registry('dev-1')).resources.map(({ id, calibration }) => [id, calibration])).toEqual([
      ['cam', 'unknown'],
      ['lidar-1', 'due'],
    ])
    const nextYear = Date.now() + 365 * 86_400_000
    expect(
      (await olive.send('PATCH', `${path}/lidar-1`, { calibratedUntil: nextYear, name: 'Lidar front' })).status,
    ).toBe(200)
    expect((await registry('dev-1')).resources[1]).toMatchObject({ name: 'Lidar front', calibration: 'valid' })
    expect((await olive.send('DELETE', `${path}/cam`, undefined)).status).toBe(200)
    expect((await olive.send('DELETE', `${path}/cam`, undefined)).status).toBe(404)
    expect((await audited('dev-1', 'device.remove-resource'))?.reason).toBe('Removed the camera Front.')
  })

  it('[R-043] has known issues with an owner and an end', async () => {
    const path = '/api/v1/devices/dev-1/issues'
    expect((await olive.send('POST', path, { title: 'flaky power', days: 7 })).status).toBe(400)
    const opened = await olive.send('POST', path, { title: 'flaky power', owner: 'site team', days: 7 })
    const { id } = await opened.json()
    expect((await registry('dev-1')).issues).toMatchObject([
      { title: 'flaky power', owner: 'site team', state: 'open' },
    ])
    expect((await olive.send('POST', `${path}/${id}/close`, { reason: 'new supply' })).status).toBe(200)
    expect((await olive.send('POST', `${path}/${id}/close`, { reason: 'new supply' })).status).toBe(409)
    await house.db.knownIssue.updateMany({ where: { id }, data: { closedAt: null, expiresAt: new Date(1) } })
    expect((await registry('dev-1')).issues).toMatchObject([{ state: 'expired' }])
  })
})

describe('a body', () => {
  it('that does not say how long it is is refused, and one without a body needs none', async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('{}'))
        controller.close()
      },
    })
    const headers = { cookie: olive.cookie, origin: house.address, 'content-type': 'application/json' }
    const chunked = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    expect((await fetch(`${house.address}/api/v1/sites`, chunked)).status).toBe(400)
    expect((await olive.send('DELETE', '/api/v1/sites/nowhere', undefined)).status).toBe(404)
    const large = { id: 'x', name: 'x'.repeat(300_000), region: 'r' }
    expect((await olive.send('POST', '/api/v1/sites', large)).status).toBe(413)
  })
})
