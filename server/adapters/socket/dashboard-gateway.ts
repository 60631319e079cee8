import { randomUUID } from 'node:crypto'
import type { Socket } from 'socket.io'
import type { Clock } from '../../engine/ports.ts'
import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import type { BrowserDown } from '../../protocol/browser-down.ts'
import { BrowserUp, type Room } from '../../protocol/browser-up.ts'
import type { DeviceState } from '../../protocol/device-state.ts'
import { RolloutId } from '../../protocol/ids.ts'
import type { Person } from '../../protocol/views/person.ts'
import type { Log } from '../log.ts'
import { Rooms } from './rooms.ts'
import { dropRequest, openSocketServer, type SocketServer } from './socket-server.ts'
import { TokenBucket } from './token-bucket.ts'

export const DASHBOARD_PATH = '/dashboard/socket'

const MAX_MESSAGE_BYTES = 16 * 1024
const MOST_ROOMS = 32
const RATE = { perSecond: 10, burst: 40 }

export type DashboardNeeds = {
  readonly clock: Clock
  readonly log: Log
  readonly origins: readonly string[]
  /** who holds this cookie now, or null */
  readonly person: (cookie: string) => Promise<Person | null>
  /** one byte a device in lane order, or null when there is no such rollout */
  readonly states: (rollout: RolloutId) => Promise<Uint8Array<ArrayBuffer> | null>
  /** somebody began to watch a room */
  readonly watching: () => void
}

type Seat = { readonly socket: Socket; readonly cookie: string; readonly person: Person; readonly rooms: Set<Room> }

/** Tells browsers that what they look at changed. Acts never come this way: they go over HTTP. */
export class DashboardGateway {
  readonly #needs: DashboardNeeds
  readonly #server: SocketServer
  readonly #rooms: Rooms
  readonly #seats = new Map<string, Seat>()

  constructor(needs: DashboardNeeds) {
    this.#needs = needs
    this.#server = openSocketServer({
      path: DASHBOARD_PATH,
      maxBytes: MAX_MESSAGE_BYTES,
      admit: ({ headers }) => (needs.origins.includes(headers.origin ?? '') ? null : 'unknown origin'),
    })
    const namespace = this.#server.io.of('/dashboard')
    this.#rooms = new Rooms(randomUUID(), needs.clock, (room, message) => void namespace.to(room).emit('down', message))
    namespace.use((socket, next) => {
      const cookie = socket.handshake.headers.cookie ?? ''
      needs.person(cookie).then(
        (person) => {
          if (!person) return next(new Error('Sign in first.'))
          socket.data = { cookie, person }
          next()
        },
        (cause: unknown) => {
          needs.log.warn({ err: cause }, 'a session could not be checked')
          next(new Error('The server cannot check your session now: try again in a moment.'))
        },
      )
    })
    namespace.on('connection', (socket) => this.#seated(socket))
  }

  get upgrade(): SocketServer['upgrade'] {
    return this.#server.upgrade
  }

  /** rooms somebody watches now */
  get watched(): readonly Room[] {
    return this.#rooms.watched
  }

  changed(room: Room): void {
    this.#rooms.changed(room)
  }

  statesChanged(rollout: RolloutId, changes: readonly { index: number; state: DeviceState }[]): void {
    this.#rooms.states(`rollout:${rollout}`, changes)
  }

  tick(): void {
    this.#server.io
      .of('/dashboard')
      .emit('down', { type: 'tick', serverTime: this.#needs.clock.now() } satisfies BrowserDown)
  }

  /** A socket outlives its session: whoever signed out or got another role is told and hung up on. */
  async recheckSessions(): Promise<void> {
    const people = new Map<string, Promise<Person | null>>()
    for (const { socket, cookie, person } of [...this.#seats.values()]) {
      const asked = people.get(cookie) ?? this.#needs.person(cookie)
      people.set(cookie, asked)
      const now = await asked
      if (now?.role === person.role) continue
      const because = now ? 'Your role changed: this page starts anew.' : 'You are signed out.'
      socket.emit('down', { type: 'signed-out', because } satisfies BrowserDown)
      socket.disconnect(true)
    }
  }

  async close(): Promise<void> {
    this.#rooms.close()
    await this.#server.close()
  }

  #seated(socket: Socket): void {
    const { cookie, person } = socket.data as { cookie: string; person: Person }
    dropRequest(socket)
    const seat: Seat = { socket, cookie, person, rooms: new Set() }
    const bucket = new TokenBucket(RATE, this.#needs.clock.now())
    this.#seats.set(socket.id, seat)
    socket.on('up', (raw: unknown, answerer: unknown) => {
      const answer = typeof answerer === 'function' ? (ack: Ack<null>) => void answerer(ack) : () => {}
      if (!bucket.take(this.#needs.clock.now())) return answer(refuse('unavailable', 'Too many messages: slow down.'))
      const message = BrowserUp.safeParse(raw)
      if (!message.success) return answer(refuse('malformed', message.error.issues[0]?.message ?? 'not understood'))
      if (message.data.type === 'unwatch') this.#unwatch(seat, message.data.room)
      else if (seat.rooms.size >= MOST_ROOMS)
        return answer(refuse('too-large', `A page may watch at most ${MOST_ROOMS} rooms.`))
      else this.#watch(seat, message.data.room, message.data.last)
      answer(accept(null))
    })
    socket.on('error', () => {})
    socket.on('disconnect', () => {
      this.#seats.delete(socket.id)
      for (const room of seat.rooms) this.#rooms.leave(room)
    })
  }

  #watch(seat: Seat, room: Room, last: { epoch: string; seq: number } | null): void {
    const { clock } = this.#needs
    // Watching again starts anew from where the room is now; it is counted once.
    if (seat.rooms.has(room)) this.#unwatch(seat, room)
    seat.rooms.add(room)
    void seat.socket.join(room)
    const stream = this.#rooms.enter(room)
    this.#needs.watching()
    const tell = (message: BrowserDown) => void seat.socket.emit('down', message)
    tell({ type: 'watching', ...stream.stamp(clock.now()), resync: !stream.connects(last) })
    if (!room.startsWith('rollout:')) return
    this.#needs.states(RolloutId.parse(room.slice('rollout:'.length))).then(
      (bytes) => {
        if (bytes && seat.rooms.has(room)) tell({ type: 'states', ...stream.stamp(clock.now()), bytes })
      },
      (cause: unknown) => this.#needs.log.warn({ err: cause }, 'device states could not be read'),
    )
  }

  #unwatch(seat: Seat, room: Room): void {
    if (!seat.rooms.delete(room)) return
    void seat.socket.leave(room)
    this.#rooms.leave(room)
  }
}
