import type { SimulatedClock } from '../simulated-clock.ts'

/** What an agent does to the world, by the name of the port that does it. */
export type Act =
  | 'read the journal'
  | 'write the journal'
  | 'keep words'
  | 'look at the slots'
  | 'clear a slot'
  | 'fill a slot'
  | 'seal a slot'
  | 'check a slot'
  | 'write a configuration'
  | 'switch'
  | 'start the application'
  | 'stop the application'
  | 'ask the application'
  | 'download'
  | 'connect'
  | 'send'

/** One life of a device, from the moment it has power until it has not. */
export class Power {
  readonly #clock: SimulatedClock
  readonly #lost: () => void
  #on = true
  #cut: (act: Act) => boolean = () => false

  constructor(clock: SimulatedClock, lost: () => void) {
    this.#clock = clock
    this.#lost = lost
  }

  get on(): boolean {
    return this.#on
  }

  /** Power goes right before the first act this is true of. */
  cutBefore(isLast: (act: Act) => boolean): void {
    this.#cut = isLast
  }

  lose(): void {
    if (!this.#on) return
    this.#on = false
    this.#lost()
  }

  /** Is there power left for this? */
  lasts(act: Act): boolean {
    if (this.#on && this.#cut(act)) this.lose()
    return this.#on
  }

  /** What the act leaves is there when it resolves, and not before; who has no power never learns how it ended. */
  async spend<T>(act: Act, milliseconds: number, leave: () => T | Promise<T>): Promise<T> {
    if (this.lasts(act) && milliseconds > 0) await this.#sleep(milliseconds)
    return this.#on ? leave() : FOR_EVER
  }

  #sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => void this.after(milliseconds, resolve))
  }

  after(milliseconds: number, call: () => void): () => void {
    return this.#clock.after(milliseconds, () => {
      if (this.#on) call()
    })
  }
}

export const FOR_EVER = new Promise<never>(() => {})
