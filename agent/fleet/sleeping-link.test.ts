import { expect, test } from 'vitest'
import type { Link, LinkEvents } from '../ports.ts'
import { handClock } from '../testing/hand-clock.ts'
import type { Habit } from './demo-fleet.ts'
import { seededRandom } from './seeded-random.ts'
import { sleepingLink } from './sleeping-link.ts'

/** A server that is always there, and how often it was connected to. */
function alwaysThere() {
  let connected: LinkEvents | null = null
  let connections = 0
  const link: Link = {
    connect(events) {
      connected = events
      connections += 1
    },
    disconnect() {
      connected?.closed(false)
      connected = null
    },
    send: async () => ({ is: 'accepted' }),
  }
  return { link, connections: () => connections, connected: () => connected !== null }
}

/** Connects again five seconds after every end, as an agent would, and counts seconds. */
function live(habit: Habit, seconds: number, busy = () => false) {
  const { clock, pass } = handClock()
  const there = alwaysThere()
  const link = sleepingLink(there.link, habit, clock, seededRandom('habit'), busy)
  const events: LinkEvents = {
    opened() {},
    heard() {},
    closed: () => void clock.after(5_000, () => link.connect(events)),
  }
  link.connect(events)
  let online = 0
  for (let second = 0; second < seconds; second += 1) {
    pass(1)
    if (there.connected()) online += 1
  }
  return { online: online / seconds, connections: there.connections() }
}

test('[R-004] a sleepy device is away most of the time, and always comes back', () => {
  const { online, connections } = live('sleepy', 7200)
  expect(online).toBeGreaterThan(0.05)
  expect(online).toBeLessThan(0.4)
  expect(connections).toBeGreaterThan(10)
})

test('a flapping device is there most of the time, and its connection breaks often', () => {
  const { online, connections } = live('flapping', 7200)
  expect(online).toBeGreaterThan(0.75)
  expect(connections).toBeGreaterThan(80)
})

test('a steady one never goes away', () => {
  expect(live('steady', 7200)).toEqual({ online: 1, connections: 1 })
})

test('a device with work to do stays awake', () => {
  expect(live('sleepy', 7200, () => true)).toEqual({ online: 1, connections: 1 })
})
