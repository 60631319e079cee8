import type { Clock as AgentClock } from '../../agent/ports.ts'
import type { Clock } from '../engine/ports.ts'
import type { Instant } from '../protocol/ids.ts'

type Alarm = { readonly at: number; readonly call: () => void }

/** Time that passes when it is told to, for the server's engine and for every agent alike. */
export class SimulatedClock implements Clock, AgentClock {
  readonly #start: Instant
  #mono = 0
  #alarms: Alarm[] = []

  constructor(start: Instant) {
    this.#start = start
  }

  now(): Instant {
    return (this.#start + Math.floor(this.#mono)) as Instant
  }

  mono(): number {
    return this.#mono
  }

  after(milliseconds: number, call: () => void): () => void {
    const alarm = { at: this.#mono + milliseconds, call }
    // Behind those of the same moment: what was asked for first comes first.
    const before = this.#alarms.findLastIndex(({ at }) => at <= alarm.at)
    this.#alarms.splice(before + 1, 0, alarm)
    return () => {
      this.#alarms = this.#alarms.filter((other) => other !== alarm)
    }
  }

  /** Alarm by alarm; whoever waits for something that has come goes on before the next one. */
  async pass(milliseconds: number): Promise<void> {
    const until = this.#mono + milliseconds
    if (this.#alarms.length === 0) await settled()
    for (let next = this.#alarms[0]; next && next.at <= until; next = this.#alarms[0]) {
      this.#alarms.shift()
      this.#mono = Math.max(this.#mono, next.at)
      next.call()
      await settled()
    }
    this.#mono = until
  }

  /** The engine's loop is stepped by hand in this world; nothing may wait for it. */
  async sleep(): Promise<void> {
    throw new Error('nothing sleeps in a simulated world')
  }
}

/** Nothing in this world waits for anything but the clock: after a turn of the event loop every promise that can go on has. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
