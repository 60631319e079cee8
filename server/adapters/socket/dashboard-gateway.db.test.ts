import { io, type Socket } from 'socket.io-client'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { BrowserDown } from '../../protocol/browser-down.ts'
import { signIn, type TestClient } from '../testing/test-client.ts'
import { registerDevice, TestLink } from '../testing/test-device.ts'
import { type TestServer, testServer } from '../testing/test-server.ts'

let house: TestServer
let person: TestClient
const sockets: Socket[] = []

beforeAll(async () => {
  house = await testServer({ WAVEGATE_DEMO: '1' })
  person = await signIn(house.address, 'oncall@demo.wavegate')
})

afterEach(() => {
  for (const socket of sockets.splice(0)) socket.disconnect()
})

function connect(extraHeaders: Record<string, string>): Socket {
  const socket = io(`${house.address}/dashboard`, {
    path: '/dashboard/socket',
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders,
  })
  sockets.push(socket)
  return socket
}

const browser = (cookie = person.cookie) => connect({ cookie, origin: house.address })

function next<T extends BrowserDown['type']>(socket: Socket, type: T): Promise<Extract<BrowserDown, { type: T }>> {
  return new Promise((resolve) => {
    const hear = (raw: unknown) => {
      const message = BrowserDown.parse(raw)
      if (message.type !== type) return
      socket.off('down', hear)
      resolve(message as Extract<BrowserDown, { type: T }>)
    }
    socket.on('down', hear)
  })
}

const refused = (socket: Socket) => new Promise((resolve) => socket.once('connect_error', resolve))

describe('which browsers are let in', () => {
  it('[T12] none from another origin, with a good cookie', async () => {
    await refused(connect({ cookie: person.cookie, origin: 'https://evil.example' }))
    await refused(connect({ cookie: person.cookie }))
  })

  it('none without a session', async () => {
    await refused(browser(''))
    await refused(browser('wavegate.session_token=made-up.signature'))
  })
})

describe('what a browser that watches is told', () => {
  it('where the room is now, then that it changed, numbered without a gap', async () => {
    const socket = browser()
    const watching = next(socket, 'watching')
    expect(await socket.emitWithAck('up', { type: 'watch', room: 'fleet', last: null })).toEqual({
      ok: true,
      value: null,
    })
    const { seq, epoch, resync } = await watching
    expect(resync).toBe(true)
    const changed = next(socket, 'changed')
    const device = new TestLink(house.address)
    await device.open(await registerDevice(house.db, 'watched'))
    expect(await changed).toMatchObject({ room: 'fleet', epoch, seq: seq + 1 })
    device.socket.disconnect()
  })

  it('who comes back to where nothing happened goes on', async () => {
    const stays = browser()
    await stays.emitWithAck('up', { type: 'watch', room: 'device:quiet', last: null })
    const socket = browser()
    const first = next(socket, 'watching')
    await socket.emitWithAck('up', { type: 'watch', room: 'device:quiet', last: null })
    const { epoch, seq } = await first
    const again = next(socket, 'watching')
    await socket.emitWithAck('up', { type: 'watch', room: 'device:quiet', last: { epoch, seq } })
    expect(await again).toMatchObject({ resync: false, seq })
  })

  it('the clock, so that silence is noticed', async () => {
    expect((await next(browser(), 'tick')).serverTime).toBeGreaterThan(0)
  })

  it('that the session ended, when somebody signs out elsewhere', async () => {
    const leaving = await signIn(house.address, 'operator@demo.wavegate')
    const socket = browser(leaving.cookie)
    await new Promise<void>((resolve) => socket.once('connect', resolve))
    const told = next(socket, 'signed-out')
    await leaving.send('POST', '/api/auth/sign-out', {})
    expect((await told).because).toContain('signed out')
  })

  it('a refusal for anything else it says, and the server lives', async () => {
    const socket = browser()
    for (const message of [null, 'x', { type: 'watch', room: 'secrets' }, { type: 'act' }])
      expect(await socket.emitWithAck('up', message)).toMatchObject({ ok: false })
    const closed = new Promise((resolve) => socket.once('disconnect', resolve))
    socket.emit('up', { type: 'watch', room: 'x'.repeat(20_000), last: null })
    await closed
    expect((await fetch(`${house.address}/readyz`)).status).toBe(200)
  })
})
