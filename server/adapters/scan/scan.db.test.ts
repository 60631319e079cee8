import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { ScansView, ScanView } from '../../protocol/views/scan-view.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { HARDWARE, REPORTED, registerDevice, TestLink } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'
import { startDueScan } from './start-due-scan.ts'

let house: TestServer
let operator: TestClient
let viewer: TestClient
const links: TestLink[] = []

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  operator = await signIn(house.address, 'operator@demo.wavegate')
  viewer = await signIn(house.address, 'oncall@demo.wavegate')
})

afterEach(async () => {
  for (const link of links.splice(0)) link.socket.disconnect()
  await house.db.scan.deleteMany()
  await house.db.scanSchedule.deleteMany()
  await house.db.lobbyEntry.deleteMany()
  await house.db.device.deleteMany()
})

async function connected(id: string): Promise<TestLink> {
  const link = new TestLink(house.address)
  links.push(link)
  await link.open(await registerDevice(house.db, id))
  return link
}

async function answersPings(link: TestLink, changes: object = {}): Promise<void> {
  const { scan } = await link.next('ping')
  const pong = { type: 'pong', scan, agentVersion: '0.1.0', hardware: HARDWARE, capabilities: [], reported: REPORTED }
  expect(await link.say({ ...pong, ...changes })).toEqual({ ok: true, value: null })
}

async function start(body: object = {}): Promise<string> {
  const response = await operator.send('POST', '/api/v1/scans', body)
  expect(response.status).toBe(200)
  return ((await response.json()) as { id: string }).id
}

/** As if the time in which an agent may answer were over. */
const endWaiting = (id: string) => house.db.scan.update({ where: { id }, data: { waitUntil: new Date(0) } })

async function finished(id: string): Promise<ScanView> {
  return vi.waitFor(
    async () => {
      const view = ScanView.parse(await (await operator.get(`/api/v1/scans/${id}`)).json())
      expect(view.scan.state).toBe('done')
      return view
    },
    { timeout: 10_000, interval: 100 },
  )
}

describe('a scan of the fleet', () => {
  it('[R-137] [R-138] asks every connected device and ends when all have answered', async () => {
    const links = await Promise.all(['one', 'two'].map(connected))
    const id = await start()
    await Promise.all(links.map((link) => answersPings(link)))
    const { scan, steps } = await finished(id)
    expect(scan).toMatchObject({ counts: { registered: 2, asked: 2, responded: 2, offline: 0 } })
    expect(steps.map(({ rule }) => rule)).toEqual(['R-137', 'R-138', 'R-139', 'R-140', 'R-141', 'R-142', 'R-143'])
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted())
    expect(await house.db.auditEntry.count({ where: { objectId: id } })).toBe(2)
  })

  it('[R-139] [R-004] who is connected and silent is offline then, not failed, and comes back by saying hello', async () => {
    const mute = await connected('mute')
    await registerDevice(house.db, 'never')
    // Who has just arrived is heard by that.
    await house.db.deviceStatus.updateMany({ data: { onlineSince: new Date(0), lastSeenAt: new Date(0) } })
    const closed = mute.closed()
    const id = await start()
    await mute.next('ping')
    await endWaiting(id)
    const { findings } = await finished(id)
    expect(findings.map(({ kind, deviceId }) => `${kind} ${deviceId}`)).toEqual(['offline mute', 'offline never'])
    expect(await house.db.deviceStatus.findUnique({ where: { deviceId: 'mute' } })).toMatchObject({ online: false })
    await closed
  })

  it('[R-141] the registry follows what a device says of itself when asked', async () => {
    const link = await connected('lies')
    await house.db.device.update({ where: { id: 'lies' }, data: { memoryMb: 8192 } })
    const id = await start()
    await answersPings(link)
    await finished(id)
    expect(await house.db.device.findUnique({ where: { id: 'lies' } })).toMatchObject({ memoryMb: HARDWARE.memoryMb })
  })

  it('[R-140] [D-11] who speaks unregistered is listed with the lobby, and as a double when it claims a device', async () => {
    await registerDevice(house.db, 'known')
    const at = new Date()
    const waits = { request: {}, address: '10.0.0.1', because: 'no token', firstSeenAt: at, lastSeenAt: at }
    await house.db.lobbyEntry.createMany({
      data: ['stranger', 'known'].map((deviceId) => ({
        ...waits,
        deviceId,
        fingerprint: `print-${deviceId}`,
        publicKey: `key-${deviceId}`,
      })),
    })
    const { findings } = await finished(await start())
    expect(findings.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'offline known',
      'lobby stranger',
      'duplicate known',
    ])
  })

  it('asks only what a selector matches', async () => {
    const [link] = await Promise.all(['in-1', 'out-1'].map(connected))
    const id = await start({ selector: 'in-1' })
    if (link) await answersPings(link)
    expect((await finished(id)).scan).toMatchObject({ counts: { registered: 1, asked: 1 } })
  })

  it('a second one is shown the first, and the first can be cancelled: nobody is marked', async () => {
    await connected('mute')
    const id = await start()
    const second = await operator.send('POST', '/api/v1/scans', {})
    expect(await second.json()).toMatchObject({ id, alreadyRunning: true })
    expect((await operator.send('POST', `/api/v1/scans/${id}/cancel`, {})).status).toBe(200)
    expect((await operator.send('POST', `/api/v1/scans/${id}/cancel`, {})).status).toBe(409)
    expect(await house.db.scan.findUnique({ where: { id } })).toMatchObject({ state: 'cancelled', running: null })
    expect(await house.db.deviceStatus.findUnique({ where: { deviceId: 'mute' } })).toMatchObject({ online: true })
  })

  it('a viewer sees scans and starts none', async () => {
    const refused = await viewer.send('POST', '/api/v1/scans', {})
    expect(refused.status).toBe(403)
    const view = ScansView.parse(await (await viewer.get('/api/v1/scans')).json())
    expect(view.acts.start).toMatchObject({ allowed: false, because: expect.stringContaining('operator') })
  })
})

describe('a scheduled scan', () => {
  it('is a row that any server finds when its time has come, and of several servers one starts it', async () => {
    const body = { rhythm: { kind: 'every', minutes: 30 }, selector: 'region:north' }
    expect((await operator.send('POST', '/api/v1/scans/schedule', body)).status).toBe(200)
    const due = await house.db.scanSchedule.findUnique({ where: { id: 1 } })
    const later = ((due?.nextAt?.getTime() ?? 0) + 1) as Instant
    expect(await startDueScan(house.db, (later - 2) as Instant, 'early')).toBe(false)
    const started = await Promise.all(['a', 'b', 'c'].map((id) => startDueScan(house.db, later, id)))
    expect(started.filter(Boolean)).toHaveLength(1)
    const scan = await house.db.scan.findFirst()
    expect(scan).toMatchObject({ cause: 'schedule', selector: 'region:north' })
  })

  it('is refused with an unknown field, a wrong time or a selector that does not read', async () => {
    for (const body of [
      { rhythm: { kind: 'every', minutes: 30 }, every: 1 },
      { rhythm: { kind: 'daily', times: ['25:00'] } },
      { rhythm: { kind: 'off' }, selector: 'regio:x' },
    ])
      expect((await operator.send('POST', '/api/v1/scans/schedule', body)).status).toBe(400)
  })
})
