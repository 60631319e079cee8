import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { DiscrepanciesView } from '../../protocol/views/discrepancies-view.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { HARDWARE, REPORTED, registerDevice, report, type TestDevice, TestLink } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let olive: TestClient
let noor: TestClient
const links: TestLink[] = []

const connect = () => {
  const link = new TestLink(house.address)
  links.push(link)
  return link
}

/** A device says hello and leaves. */
async function says(device: TestDevice, changes: object): Promise<void> {
  const link = connect()
  await link.open(device, changes)
  link.socket.disconnect()
}

const memory = (memoryMb: number) => ({ hardware: { ...HARDWARE, memoryMb } })
const running = (digit: string, generation = 1) => ({
  ...REPORTED,
  generation,
  running: { name: 'app', version: `${digit}.0.0`, sha256: digit.repeat(64) },
  update: { state: 'confirmed' },
})
const of = (deviceId: string) => house.db.discrepancy.findMany({ where: { deviceId }, orderBy: { id: 'asc' } })
const reasons = async (deviceId: string) =>
  (await house.db.auditEntry.findMany({ where: { deviceId }, orderBy: { id: 'asc' } })).map((row) => row.reason)
const resolve = (client: TestClient, device: string, id: bigint, body: object) =>
  client.send('POST', `/api/v1/devices/${device}/discrepancies/${id}/resolve`, body)

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  olive = await signIn(house.address, 'operator@demo.wavegate')
  noor = await signIn(house.address, 'oncall@demo.wavegate')
})

afterEach(() => {
  for (const link of links.splice(0)) link.socket.disconnect()
})

describe('[R-003] [R-142] a device that says something else than the registry', () => {
  it('is believed, written down once a kind, and kept up to date', async () => {
    const device = await registerDevice(house.db, 'grew')
    await says(device, { ...memory(1024), capabilities: ['camera'] })
    await says(device, { ...memory(2048), capabilities: ['camera'] })
    expect(await house.db.device.findUnique({ where: { id: 'grew' } })).toMatchObject({ memoryMb: 2048 })
    expect(await of('grew')).toMatchObject([
      { kind: 'memory', expected: 512, reported: 2048, resolvedAt: null },
      { kind: 'capabilities', expected: [], reported: ['camera'], resolvedAt: null },
    ])
    expect((await reasons('grew')).join('\n')).toContain(
      'Device says memory 1024 MB, registry said 512 MB. Nothing is deployed to it until this is resolved.',
    )
  })

  it('closes it by saying again what the registry said first', async () => {
    const device = await registerDevice(house.db, 'wavers')
    await says(device, memory(1024))
    await says(device, memory(512))
    expect(await of('wavers')).toMatchObject([
      { kind: 'memory', resolution: 'agrees-again', resolvedAt: expect.any(Date) },
    ])
  })

  it('is accepted by policy where the difference is small, and noted', async () => {
    const device = await registerDevice(house.db, 'carved')
    await says(device, memory(500))
    expect(await of('carved')).toMatchObject([{ resolvedAt: expect.any(Date), resolvedBy: 'the policy' }])
    expect((await reasons('carved')).at(-1)).toContain('Accepted: 2.3 % apart')
  })

  it('is resolved by an operator once, accepting its word', async () => {
    const device = await registerDevice(house.db, 'accepted')
    await says(device, memory(1024))
    const [open] = await of('accepted')
    if (!open) throw new Error('nothing was written down')
    expect((await resolve(noor, 'accepted', open.id, { resolution: 'accept' })).status).toBe(403)
    expect((await resolve(olive, 'grew', open.id, { resolution: 'accept' })).status).toBe(404)
    expect((await resolve(olive, 'accepted', open.id, { resolution: 'accept', reason: 'new module' })).status).toBe(200)
    expect((await resolve(olive, 'accepted', open.id, { resolution: 'accept' })).status).toBe(409)
    await says(device, memory(1024))
    expect(await of('accepted')).toHaveLength(1)
  })

  it('is set aside where the registry was right, and let in again when it was mended', async () => {
    const device = await registerDevice(house.db, 'broken')
    await says(device, memory(256))
    const [open] = await of('broken')
    if (!open) throw new Error('nothing was written down')
    await resolve(olive, 'broken', open.id, { resolution: 'device-broken', reason: 'a module is dead' })
    const aside = () => house.db.device.findUnique({ where: { id: 'broken' } })
    expect(await aside()).toMatchObject({ quarantineReason: 'a module is dead' })
    const target = { ids: ['broken'] }
    await olive.send('POST', '/api/v1/devices/release', { target, reason: 'module replaced' })
    expect(await aside()).toMatchObject({ quarantinedAt: null, quarantineReason: null })
  })

  it('follows a policy that is changed, also for what is open', async () => {
    const device = await registerDevice(house.db, 'tolerated')
    await says(device, { capabilities: ['camera'] })
    const listed = async () =>
      DiscrepanciesView.parse(await (await noor.get('/api/v1/discrepancies')).json()).open.map(
        ({ device }) => device.id,
      )
    expect(await listed()).toContain('tolerated')
    const policy = { memoryWithinPercent: 5, diskWithinPercent: 5, accept: ['capabilities'] }
    expect((await noor.send('PUT', '/api/v1/settings/discrepancy-policy', policy)).status).toBe(403)
    expect((await olive.send('PUT', '/api/v1/settings/discrepancy-policy', policy)).status).toBe(200)
    expect(await (await noor.get('/api/v1/settings/discrepancy-policy')).json()).toEqual(policy)
    expect(await of('tolerated')).toMatchObject([{ resolution: 'policy', resolvedBy: 'Olive Operator' }])
    expect(await listed()).not.toContain('tolerated')
    const audited = await house.db.auditEntry.findFirst({ where: { action: 'setting.discrepancy-policy' } })
    expect(audited).toMatchObject({ before: { accept: [] }, after: policy })
  })
})

describe('[R-003] a version nobody asked for', () => {
  const manifest = (digit: string) =>
    JSON.stringify({
      format: 1,
      name: 'app',
      version: `${digit}.0.0`,
      counter: Number(digit),
      createdAt: 0,
      mechanism: 'dual-slot',
      artifacts: [
        { hardwareType: 'gw-100', architecture: 'arm64', sha256: digit.repeat(64), size: 9, unpackedSize: 9, files: 1 },
      ],
      resources: { memoryMb: 1, diskMb: 1 },
      application: { start: ['node'], healthPath: '/', stopTimeoutSeconds: 5 },
      smokeTests: [{ name: 'is there', method: 'GET', path: '/', expect: {}, tolerance: 0, timeoutMs: 1000 }],
    })

  beforeAll(async () => {
    await house.db.release.create({
      data: {
        id: 'r1',
        name: 'app',
        version: '1.0.0',
        counter: 1,
        manifest: manifest('1'),
        signature: 's',
        keyId: 'k',
        createdBy: 'x',
      },
    })
  })

  it('is noticed at hello and between two hellos, and forgotten when it runs the right one again', async () => {
    const device = await registerDevice(house.db, 'wanders')
    const link = connect()
    await link.open(device, { reported: running('1') }) // adopted
    expect(await of('wanders')).toEqual([])
    await link.say(report({ reported: running('7') }))
    await vi.waitFor(
      async () =>
        expect(await of('wanders')).toMatchObject([
          { kind: 'version', expected: { version: '1.0.0' }, reported: { version: '7.0.0' }, resolvedAt: null },
        ]),
      30_000,
    )
    await says(device, { reported: running('1') })
    expect(await of('wanders')).toMatchObject([{ resolution: 'agrees-again' }])
    await says(device, { reported: running('7') })
    expect(await of('wanders')).toHaveLength(2)
  })

  it('of no release of ours was asked for by nobody', async () => {
    const device = await registerDevice(house.db, 'came-with-something')
    await says(device, { reported: running('9') })
    expect(await of('came-with-something')).toMatchObject([{ kind: 'version', expected: null, resolvedAt: null }])
  })
})
