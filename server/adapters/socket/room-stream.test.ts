import { describe, expect, it } from 'vitest'
import { Room } from '../../protocol/browser-up.ts'
import { Instant } from '../../protocol/ids.ts'
import { RoomStream } from './room-stream.ts'

const now = Instant.parse(1_000)
const stream = () => new RoomStream(Room.parse('rollout:r1'), 'epoch-1', 7)

describe('what a room is told', () => {
  it('nothing, when nothing happened', () => expect(stream().next(now)).toBeNull())

  it('a device that moved twice is said once, as it is now', () => {
    const room = stream()
    room.states([{ index: 3, state: 'installing' }])
    room.states([
      { index: 3, state: 'healthy' },
      { index: 300, state: 'dark' },
    ])
    const message = room.next(now)
    expect(message).toMatchObject({ type: 'states-delta', seq: 8, room: 'rollout:r1' })
    expect(message?.type === 'states-delta' && [...message.bytes]).toEqual([0, 0, 0, 0x33, 0, 0, 0x12, 0xca])
    expect(room.next(now)).toBeNull()
  })

  it('states first, then the view, each with its own number', () => {
    const room = stream()
    room.changed()
    room.changed()
    room.states([{ index: 0, state: 'failed' }])
    expect([room.next(now), room.next(now), room.next(now)]).toMatchObject([
      { type: 'states-delta', seq: 8 },
      { type: 'changed', seq: 9 },
      null,
    ])
  })

  it('who saw the newest message goes on, everybody else starts anew', () => {
    const room = stream()
    expect(room.connects({ epoch: 'epoch-1', seq: 7 })).toBe(true)
    expect(room.connects({ epoch: 'epoch-1', seq: 6 })).toBe(false)
    expect(room.connects({ epoch: 'epoch-0', seq: 7 })).toBe(false)
    expect(room.connects(null)).toBe(false)
  })
})
