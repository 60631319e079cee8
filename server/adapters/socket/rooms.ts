import type { Clock } from '../../engine/ports.ts'
import type { BrowserDown } from '../../protocol/browser-down.ts'
import type { Room } from '../../protocol/browser-up.ts'
import type { DeviceState } from '../../protocol/device-state.ts'
import { RoomStream, spacingMs } from './room-stream.ts'

type Open = { readonly stream: RoomStream; watchers: number; timer: NodeJS.Timeout | null }

/** The rooms somebody watches now. A change in a room nobody watches costs nothing and is not remembered. */
export class Rooms {
  readonly #open = new Map<Room, Open>()
  readonly #epoch: string
  readonly #clock: Clock
  readonly #say: (room: Room, message: BrowserDown) => void
  #highest = 0

  constructor(epoch: string, clock: Clock, say: (room: Room, message: BrowserDown) => void) {
    this.#epoch = epoch
    this.#clock = clock
    this.#say = say
  }

  get watched(): readonly Room[] {
    return [...this.#open.keys()]
  }

  enter(room: Room): RoomStream {
    const known = this.#open.get(room)
    if (known) {
      known.watchers += 1
      return known.stream
    }
    // A room that was empty for a while starts above every number ever used: nobody can mistake it for where they left.
    this.#highest += 1
    const stream = new RoomStream(room, this.#epoch, this.#highest)
    this.#open.set(room, { stream, watchers: 1, timer: null })
    return stream
  }

  leave(room: Room): void {
    const open = this.#open.get(room)
    if (!open) return
    open.watchers -= 1
    if (open.watchers > 0) return
    if (open.timer) clearTimeout(open.timer)
    this.#highest = Math.max(this.#highest, open.stream.seq)
    this.#open.delete(room)
  }

  changed(room: Room): void {
    const open = this.#open.get(room)
    if (!open) return
    open.stream.changed()
    this.#soon(open)
  }

  states(room: Room, changes: readonly { index: number; state: DeviceState }[]): void {
    const open = this.#open.get(room)
    if (!open) return
    open.stream.states(changes)
    this.#soon(open)
  }

  close(): void {
    for (const { timer } of this.#open.values()) if (timer) clearTimeout(timer)
    this.#open.clear()
  }

  /** Says what there is now, then nothing for the room's spacing, then what gathered meanwhile. */
  #soon(open: Open): void {
    if (open.timer) return
    const turn = () => {
      const message = open.stream.next(this.#clock.now())
      if (message) this.#say(open.stream.room, message)
      open.timer = message ? setTimeout(turn, spacingMs(open.stream.room)) : null
    }
    open.timer = setTimeout(turn, 0)
  }
}
