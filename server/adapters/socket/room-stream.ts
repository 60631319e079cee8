import type { BrowserDown } from '../../protocol/browser-down.ts'
import type { Room } from '../../protocol/browser-up.ts'
import { type DeviceState, stateByte } from '../../protocol/device-state.ts'
import type { Instant } from '../../protocol/ids.ts'

/** At most four messages a second a room; what concerns the whole fleet, one. */
export const spacingMs = (room: Room): number => (room.includes(':') ? 250 : 1_000)

/**
 * What is still to be said in one room. Many changes become few messages: device states of a rollout are sent as they are
 * now, not as they went; anything else is one word, that the view changed.
 */
export class RoomStream {
  readonly room: Room
  readonly #epoch: string
  #seq: number
  #changed = false
  readonly #states = new Map<number, DeviceState>()

  constructor(room: Room, epoch: string, seq: number) {
    this.room = room
    this.#epoch = epoch
    this.#seq = seq
  }

  get seq(): number {
    return this.#seq
  }

  get quiet(): boolean {
    return !this.#changed && this.#states.size === 0
  }

  changed(): void {
    this.#changed = true
  }

  states(changes: readonly { index: number; state: DeviceState }[]): void {
    for (const { index, state } of changes) this.#states.set(index, state)
  }

  stamp(now: Instant): { room: Room; epoch: string; seq: number; serverTime: Instant } {
    return { room: this.room, epoch: this.#epoch, seq: this.#seq, serverTime: now }
  }

  /** Whether somebody who last saw this may go on from there. */
  connects(last: { epoch: string; seq: number } | null): boolean {
    return last !== null && last.epoch === this.#epoch && last.seq === this.#seq
  }

  /** The next message, one at a time: states before the view, because dots move faster than sentences. Null when quiet. */
  next(now: Instant): BrowserDown | null {
    if (this.quiet) return null
    this.#seq += 1
    if (this.#states.size > 0) {
      const bytes = deltaBytes(this.#states)
      this.#states.clear()
      return { type: 'states-delta', ...this.stamp(now), bytes }
    }
    this.#changed = false
    return { type: 'changed', ...this.stamp(now) }
  }
}

function deltaBytes(states: ReadonlyMap<number, DeviceState>): Uint8Array<ArrayBuffer> {
  const bytes = Buffer.alloc(states.size * 4)
  let at = 0
  for (const [index, state] of states) at = bytes.writeUInt32BE(((index << 4) | stateByte(state)) >>> 0, at)
  return bytes
}
