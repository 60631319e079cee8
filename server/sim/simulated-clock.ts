import type { Clock } from '../engine/ports.ts'
import type { Instant } from '../protocol/ids.ts'

/** Time that passes when it is told to. */
export class SimulatedClock implements Clock {
  #now: Instant

  constructor(start: Instant) {
    this.#now = start
  }

  now(): Instant {
    return this.#now
  }

  advance(milliseconds: number): void {
    this.#now = (this.#now + milliseconds) as Instant
  }

  /** The engine's loop is stepped by hand in this world; nothing may wait for it. */
  async sleep(): Promise<void> {
    throw new Error('nothing sleeps in a simulated world')
  }
}
