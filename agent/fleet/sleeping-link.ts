import type { Clock, Link, LinkEvents } from '../ports.ts'
import type { Habit } from './demo-fleet.ts'

/** Seconds awake and away, at least and at most. */
const RHYTHM = {
  sleepy: { awake: [25, 50], away: [150, 300] },
  flapping: { awake: [20, 60], away: [0.5, 3] },
} as const

const ASK_AGAIN_MS = 5_000

/**
 * A connection with habits: away on a schedule, back by itself. A device goes away only when it has nothing to do;
 * `busy` says whether it has.
 */
export function sleepingLink(link: Link, habit: Habit, clock: Clock, random: () => number, busy: () => boolean): Link {
  if (habit === 'steady') return link
  const rhythm = RHYTHM[habit]
  let away = false
  let listening: LinkEvents | null = null
  let waiting: LinkEvents | null = null
  const between = ([least, most]: readonly [number, number]) => (least + random() * (most - least)) * 1000

  function leave(): void {
    if (busy()) return void clock.after(ASK_AGAIN_MS, leave)
    away = true
    clock.after(between(rhythm.away), comeBack)
    const told = listening
    listening = null
    link.disconnect()
    told?.closed(false)
  }

  function comeBack(): void {
    away = false
    clock.after(between(rhythm.awake), leave)
    const told = waiting
    waiting = null
    told?.closed(false)
  }

  clock.after(between(rhythm.awake), leave)

  return {
    connect(events) {
      // Nobody answers; the connection attempt ends when the device is back.
      if (away) {
        waiting = events
        return
      }
      listening = events
      link.connect({
        opened: () => listening === events && events.opened(),
        heard: (message) => listening === events && events.heard(message),
        closed: (clean) => listening === events && events.closed(clean),
      })
    },
    disconnect() {
      if (waiting) {
        const told = waiting
        waiting = null
        queueMicrotask(() => told.closed(false))
      } else link.disconnect()
    },
    send: (message) => (away ? Promise.resolve({ is: 'lost' }) : link.send(message)),
  }
}
