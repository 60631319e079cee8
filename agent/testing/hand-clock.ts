import { Instant } from '../../server/protocol/ids.ts'
import type { Clock } from '../ports.ts'

/** Time that passes only when a test lets it. */
export function handClock() {
  let mono = 0
  let alarms: { at: number; call: () => void }[] = []

  const clock: Clock = {
    mono: () => mono,
    now: () => Instant.parse(1_700_000_000_000 + Math.floor(mono)),
    after(milliseconds, call) {
      const alarm = { at: mono + milliseconds, call }
      alarms.push(alarm)
      return () => {
        alarms = alarms.filter((other) => other !== alarm)
      }
    },
  }

  return {
    clock,
    pass(seconds: number): void {
      const until = mono + seconds * 1000
      for (;;) {
        const next = alarms.toSorted((one, other) => one.at - other.at)[0]
        if (!next || next.at > until) break
        mono = next.at
        alarms = alarms.filter((alarm) => alarm !== next)
        next.call()
      }
      mono = until
    },
  }
}
