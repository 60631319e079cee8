import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { hello, REPORTED, registerDevice, report, type TestDevice, TestLink } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let device: TestDevice
const links: TestLink[] = []

const connect = (options?: object) => {
  const link = new TestLink(house.address, options)
  links.push(link)
  return link
}

/** Whatever was done to the server, an honest device is still heard. */
async function alive(): Promise<void> {
  const link = connect()
  await link.open(device)
  expect(await link.say(report())).toEqual({ ok: true, value: null })
}

beforeAll(async () => {
  house = await testServer()
  device = await registerDevice(house.db, 'honest')
})

afterEach(() => {
  for (const link of links.splice(0)) link.socket.disconnect()
})

describe('what an agent may say before it has proven itself', () => {
  it('nothing but hello', async () => {
    const link = connect()
    await link.next('challenge')
    expect(await link.say(report())).toMatchObject({ ok: false, refusal: { code: 'forbidden' } })
    await alive()
  })

  it('a hello with a wrong signature is refused for good', async () => {
    const link = connect()
    await link.next('challenge')
    const refused = link.next('refused')
    expect(await link.say(hello(device, 'another nonce entirely'))).toMatchObject({ ok: false })
    expect(await refused).toMatchObject({ retry: false, refusal: { code: 'forbidden' } })
    await alive()
  })

  it('a hello that was recorded and is played again is refused', async () => {
    const first = connect()
    const { nonce } = await first.next('challenge')
    const recorded = hello(device, nonce)
    expect((await first.say(recorded)).ok).toBe(true)
    const second = connect()
    await second.next('challenge')
    expect(await second.say(recorded)).toMatchObject({ ok: false })
  })

  it('a revoked device is told that a person has to act', async () => {
    const revoked = await registerDevice(house.db, 'revoked')
    await house.db.device.update({ where: { id: 'revoked' }, data: { revokedAt: new Date(0) } })
    const link = connect()
    const { nonce } = await link.next('challenge')
    const refused = link.next('refused')
    await link.say(hello(revoked, nonce))
    expect(await refused).toMatchObject({ retry: false, refusal: { message: expect.stringContaining('revoked') } })
  })

  it('a browser does not get in: no Origin, no Cookie', async () => {
    for (const extraHeaders of [{ origin: house.address }, { cookie: 'a=b' }]) {
      const link = connect({ extraHeaders })
      await new Promise((resolve) => link.socket.once('connect_error', resolve))
    }
    await alive()
  })
})

describe('whatever an agent sends, the server answers and lives', () => {
  const refused = [
    { name: 'a string', message: 'hello?' },
    { name: 'nothing', message: null },
    { name: 'a message nobody knows', message: { type: 'self-destruct' } },
    { name: 'a report without its parts', message: { type: 'report' } },
    { name: 'numbers where words belong', message: report({ health: 7 }) },
    {
      name: 'a latency bin out of range',
      message: report({ metrics: { requests: 1, errors: 0, latencyMs: { '99999': 1 } } }),
    },
    { name: 'binary garbage', message: Buffer.alloc(500, 0xff) },
    { name: 'binary inside a report', message: report({ restarts: Buffer.alloc(9) }) },
    { name: 'deep nesting', message: JSON.parse(`${'['.repeat(2000)}${']'.repeat(2000)}`) },
  ]
  it.each(refused)('$name is refused', async ({ message }) => {
    const link = connect()
    await link.open(device)
    expect(await link.say(message)).toMatchObject({ ok: false, refusal: { code: 'malformed' } })
    expect(await link.say(report())).toEqual({ ok: true, value: null })
  })

  it('an event of another name is refused', async () => {
    const link = connect()
    await link.open(device)
    expect(await link.socket.emitWithAck('down', { type: 'desired' })).toMatchObject({ ok: false })
  })

  it('an acknowledgement that is no function harms nobody', async () => {
    const link = connect()
    await link.open(device)
    link.socket.emit('up', report(), 'not a function')
    await alive()
  })

  it('more than 64 KiB ends that connection only', async () => {
    const link = connect()
    await link.open(device)
    const closed = link.closed()
    link.socket.emit('up', { type: 'logs', generation: 0, lines: ['x'.repeat(70_000)] })
    await closed
    await alive()
  })

  it('bytes that are no Socket.IO packet end that connection only', async () => {
    const link = connect()
    await link.open(device)
    const closed = link.closed()
    link.socket.io.engine.write('4\u00009[not json')
    await closed
    await alive()
  })

  it('a flood is slowed down, not obeyed', async () => {
    const link = connect()
    await link.open(device)
    const acks = await Promise.all(Array.from({ length: 100 }, () => link.say(report())))
    expect(acks.some((ack) => !ack.ok && ack.refusal.code === 'unavailable')).toBe(true)
    expect(acks.some((ack) => ack.ok)).toBe(true)
  })

  it('words and numbers PostgreSQL cannot hold are kept as far as it can', async () => {
    const link = connect()
    await link.open(device)
    const check = { name: 'a\u0000b', status: 'healthy', value: 1, limit: null, unit: '', because: 'half a \ud800' }
    const layer = { status: 'healthy', checks: [check] }
    const health = { connectivity: layer, system: layer, application: layer, functional: layer }
    expect(await link.say(report({ health, restarts: 2 ** 40 }))).toEqual({ ok: true, value: null })
    const entry = {
      number: 1,
      generation: 1,
      step: 'accepted',
      outcome: 'done',
      at: Number.MAX_SAFE_INTEGER,
      detail: 'x\u0000',
    }
    expect(await link.say({ type: 'progress', entries: [entry] })).toEqual({ ok: true, value: null })
    expect(await link.say({ type: 'logs', generation: 1, lines: ['a\u0000b'] })).toEqual({ ok: true, value: null })
  })
})

describe('a device that came in', () => {
  it('is online, and offline when it left', async () => {
    const own = await registerDevice(house.db, 'comes-and-goes')
    const link = connect()
    await link.open(own)
    const online = async () => (await house.db.deviceStatus.findUnique({ where: { deviceId: own.id } }))?.online
    expect(await online()).toBe(true)
    link.socket.disconnect()
    await vi.waitFor(async () => expect(await online()).toBe(false), 30_000)
  })

  it('that connects again replaces its older connection and stays online', async () => {
    const own = await registerDevice(house.db, 'twice')
    const first = connect()
    await first.open(own)
    const closed = first.closed()
    const second = connect()
    await second.open(own)
    await closed
    expect(await second.say(report())).toEqual({ ok: true, value: null })
    expect((await house.db.deviceStatus.findUnique({ where: { deviceId: own.id } }))?.online).toBe(true)
  })

  it('is not judged by what it measured on another version than the one it says hello with', async () => {
    const own = await registerDevice(house.db, 'switched-meanwhile')
    const running = (digit: string) => ({
      reported: { ...REPORTED, running: { name: 'app', version: digit, sha256: digit.repeat(64) }, slot: 'a' },
    })
    const system = { cpuPercent: 5, memoryPercent: 95, memoryMb: 200, diskPercent: 10, temperatureC: null }
    const before = connect()
    await before.open(own, running('1'))
    await before.say(report({ ...running('1'), system, restarts: 4, reachable: false }))
    const status = () => house.db.deviceStatus.findUniqueOrThrow({ where: { deviceId: own.id } })
    await connect().open(own, running('1'))
    expect(await status()).toMatchObject({ memoryPercent: 95, restarts: 4, endpointReachable: false })
    await connect().open(own, running('2'))
    expect(await status()).toMatchObject({
      memoryPercent: null,
      restarts: 0,
      endpointReachable: null,
      health: null,
      reportedAt: null,
      diskPercent: 10,
    })
  })

  it('[R-003] corrects the registry about itself, and that is audited', async () => {
    const own = await registerDevice(house.db, 'corrects')
    const link = connect()
    await link.open(own, {
      capabilities: ['dual-slot'],
      hardware: { hardwareType: 'gw-100', architecture: 'arm64', memoryMb: 1024, diskMb: 4096 },
    })
    expect(await house.db.device.findUnique({ where: { id: own.id } })).toMatchObject({
      memoryMb: 1024,
      capabilities: ['dual-slot'],
    })
    const [entry] = await house.db.auditEntry.findMany({
      where: { deviceId: own.id, action: 'device.correct-registry' },
    })
    expect(entry?.reason).toContain('memory 512 MB → 1024 MB')
  })

  it('learns which of its journal the server holds, and repeating an entry writes it once', async () => {
    const own = await registerDevice(house.db, 'journals')
    const link = connect()
    await link.open(own)
    const entry = (number: number) => ({ number, generation: 1, step: 'accepted', outcome: 'done', at: 5 })
    await link.say({ type: 'progress', entries: [entry(1), entry(2)] })
    await link.say({ type: 'progress', entries: [entry(2), entry(3)] })
    expect(await house.db.deviceEvent.count({ where: { deviceId: own.id } })).toBe(3)
    const again = connect()
    expect((await again.open(own)).lastProgress).toBe(3)
  })
})
