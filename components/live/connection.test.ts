import { describe, expect, it } from 'vitest'
import { type Connection, type ConnectionEvent, connect, quietSeconds } from './connection.ts'

const start: Connection = { kind: 'connecting', since: 0, dataFrom: 1000 }
const seen = (...events: ConnectionEvent[]) => events.reduce(connect, start)
const heard = (at: number): ConnectionEvent => ({ type: 'heard', at, serverTime: 1000 + at })
const clock = (at: number): ConnectionEvent => ({ type: 'clock', at })

describe('what the live chip may claim', () => {
  it('is live at the first word of the server', () => expect(seen(heard(50)).kind).toBe('live'))

  it('is stale when the socket never opened', () => {
    expect(seen(clock(9_999)).kind).toBe('connecting')
    expect(seen(clock(10_000)).kind).toBe('stale')
  })

  it('is stale at once when the socket closes, with the time the data is from', () =>
    expect(seen(heard(50), { type: 'closed' })).toEqual({ kind: 'stale', dataFrom: 1050, unreachable: false }))

  it('is stale after ten silent seconds even when the socket claims to be open', () => {
    expect(seen(heard(0), clock(9_999)).kind).toBe('live')
    expect(seen(heard(0), clock(10_000)).kind).toBe('stale')
  })

  it('stays stale on the mere connect and on every word until the missed part was read', () => {
    const back = seen(heard(0), { type: 'closed' }, heard(2000), heard(3000))
    expect(back.kind).toBe('stale')
    expect(connect(back, { type: 'resynced', at: 3100 }).kind).toBe('resynced')
  })

  it('says resynced for three seconds, then live', () => {
    const back = seen(heard(0), { type: 'closed' }, { type: 'resynced', at: 5000 })
    expect(connect(back, clock(7_999)).kind).toBe('resynced')
    expect(connect(back, clock(8_000)).kind).toBe('live')
  })

  it('knows that nothing can be sent when reading over HTTP fails too', () => {
    const cut = seen(heard(0), { type: 'closed' }, { type: 'read-failed' })
    expect(cut).toMatchObject({ kind: 'stale', unreachable: true })
    expect(connect(cut, { type: 'read', serverTime: 9000 })).toEqual({
      kind: 'stale',
      unreachable: false,
      dataFrom: 9000,
    })
  })

  it('counts silence from five seconds on', () => {
    expect(quietSeconds(seen(heard(0)), 4_999)).toBeNull()
    expect(quietSeconds(seen(heard(0)), 7_400)).toBe(7)
  })
})
