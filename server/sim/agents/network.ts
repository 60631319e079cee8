import type { Answer } from '../../../agent/engine/happening.ts'
import type { Link, LinkEvents } from '../../../agent/ports.ts'
import type { Ack } from '../../protocol/ack.ts'
import type { DeviceDown } from '../../protocol/device-down.ts'
import type { DeviceUp } from '../../protocol/device-up.ts'
import type { SimulatedClock } from '../simulated-clock.ts'
import { FOR_EVER, type Power } from './power.ts'

/** How messages fare: milliseconds under way, and the shares of them that are lost or arrive once more. */
export type Weather = {
  readonly delayMs: readonly [least: number, most: number]
  readonly lost: number
  readonly doubled: number
}

export const CALM: Weather = { delayMs: [10, 40], lost: 0, doubled: 0 }

/** A side that hears nothing for so long takes the other for gone. */
const HEARTBEAT_MS = 5_000
const CONNECTING_MS = 1_000
/** As the agent's own link waits for an answer. */
const ANSWER_MS = 15_000
/** The most that what the server says is late when it arrives once more. What a device says it says in order. */
const ECHO_MS = 20_000

/** Where the lines of devices end. */
export type Server = {
  readonly up: boolean
  opened(line: Line): void
  heard(line: Line, message: DeviceUp): Ack<null>
  gone(line: Line): void
}

export class Network {
  weather = CALM
  readonly #clock: SimulatedClock
  readonly #random: () => number
  readonly #server: Server
  readonly #lines = new Set<Line>()

  constructor(clock: SimulatedClock, random: () => number, server: Server) {
    this.#clock = clock
    this.#random = random
    this.#server = server
  }

  /** What one life of a device speaks through; `whole`: is there a way to the server at all? */
  link(power: Power, whole: () => boolean): Link & { line(): Line | null } {
    let line: Line | null = null
    return {
      line: () => line,
      connect: (events) => {
        if (!power.lasts('connect')) return
        if (!whole() || !this.#server.up) return void power.after(CONNECTING_MS, () => events.closed(false))
        power.after(this.#delay(), () => {
          const opened = new Line(this, this.#server, power, events)
          line = opened
          this.#lines.add(opened)
          events.opened()
          this.#server.opened(opened)
        })
      },
      disconnect: () => line?.hangUp(),
      send: (message) => {
        if (!power.lasts('send')) return FOR_EVER
        return line ? line.up(message) : Promise.resolve({ is: 'lost' })
      },
    }
  }

  /** The server's process ended: its machine hangs up on everybody. */
  serverGone(): void {
    for (const line of this.#lines) line.end(false)
  }

  /**
   * Calls after a while, in order of `after`; or never; or twice, the second time up to `echoMs` later. Answers when it
   * will have arrived.
   */
  carry(after: number, echoMs: number, arrive: () => void): number {
    const { lost, doubled } = this.weather
    if (this.#random() < lost) return after
    const at = Math.max(after, this.#clock.mono() + this.#delay())
    this.#clock.after(at - this.#clock.mono(), arrive)
    if (this.#random() < doubled) this.#clock.after(at - this.#clock.mono() + this.#random() * echoMs, arrive)
    return at
  }

  forget(line: Line): void {
    this.#lines.delete(line)
  }

  after(milliseconds: number, call: () => void): void {
    this.#clock.after(milliseconds, call)
  }

  #delay(): number {
    const [least, most] = this.weather.delayMs
    return least + this.#random() * (most - least)
  }
}

/** One connection, as both of its ends have it. Messages arrive in their order. */
export class Line {
  readonly #network: Network
  readonly #server: Server
  readonly #power: Power
  readonly #events: LinkEvents
  readonly #unanswered = new Set<() => void>()
  #open = true
  /** carries nothing any more, and nobody knows yet */
  #broken = false
  #lastUp = 0
  #lastDown = 0

  constructor(network: Network, server: Server, power: Power, events: LinkEvents) {
    this.#network = network
    this.#server = server
    this.#power = power
    this.#events = events
  }

  up(message: DeviceUp): Promise<Answer> {
    if (!this.#open) return Promise.resolve({ is: 'lost' })
    return new Promise((resolve) => {
      const settle = (answer: Answer) => {
        this.#unanswered.delete(lost)
        resolve(answer)
      }
      const lost = () => settle({ is: 'lost' })
      this.#unanswered.add(lost)
      this.#network.after(ANSWER_MS, lost)
      this.#lastUp = this.#network.carry(this.#lastUp, 0, () => {
        if (!this.#carries) return
        const ack = this.#server.heard(this, message)
        this.#lastDown = this.#network.carry(this.#lastDown, ECHO_MS, () => {
          if (this.#carries && this.#power.on) settle(answerFrom(ack))
        })
      })
    })
  }

  down(message: DeviceDown): void {
    this.#lastDown = this.#network.carry(this.#lastDown, ECHO_MS, () => {
      if (this.#carries && this.#power.on) this.#events.heard(message)
    })
  }

  /** The device hangs up. */
  hangUp(): void {
    if (!this.#open) return
    this.end(false)
    this.#server.gone(this)
  }

  /** Power or cable are gone: neither side hears a word, and each finds out by itself. */
  break(): void {
    if (!this.#open || this.#broken) return
    this.#broken = true
    this.#network.after(HEARTBEAT_MS, () => {
      if (!this.#open) return
      this.end(false)
      this.#server.gone(this)
    })
  }

  /** Over, for the device. */
  end(clean: boolean): void {
    if (!this.#open) return
    this.#open = false
    this.#network.forget(this)
    for (const lost of [...this.#unanswered]) lost()
    if (this.#power.on) this.#events.closed(clean)
  }

  get #carries(): boolean {
    return this.#open && !this.#broken
  }
}

function answerFrom(ack: Ack<null>): Answer {
  if (ack.ok) return { is: 'accepted' }
  return ack.refusal.code === 'unavailable' ? { is: 'lost' } : { is: 'refused', because: ack.refusal.message }
}
