import { expect, test } from 'vitest'
import type { DeviceId, RolloutId } from '../../protocol/ids.ts'
import { Announcement, encodeAnnouncement } from './announcement.ts'

const device = (n: number) => `device-${n}` as DeviceId
const many = Array.from({ length: 10_000 }, (_, n) => device(n))
const said = (changes: object) => Announcement.parse({ from: 'one', ...changes })

test('what fits is said as it is', () => {
  const few = said({ desired: [device(1)], rooms: ['fleet'], nudge: true })
  expect(Announcement.parse(JSON.parse(encodeAnnouncement(few)))).toEqual(few)
})

test('of a wave too large to be named everybody looks, and the rest of the word is kept', () => {
  const states = [{ rollout: 'r-1' as RolloutId, changes: many.map((_, index) => ({ index, state: 'healthy' })) }]
  const text = encodeAnnouncement(said({ desired: many, states, rooms: ['fleet'], nudge: true }))
  expect(Buffer.byteLength(text)).toBeLessThan(8_000)
  const heard = Announcement.parse(JSON.parse(text))
  expect(heard).toMatchObject({ desired: 'all', nudge: true, states: [{ rollout: 'r-1', changes: 'all' }] })
})
