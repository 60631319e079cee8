import { randomBytes } from 'node:crypto'
import type { Socket } from 'socket.io'
import { revokedRefusal } from '../../domain/device/judge-hello.ts'
import { refuse } from '../../protocol/ack.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import type { Welcome } from '../../protocol/welcome.ts'
import type { Session } from '../prisma/device-registry.ts'
import { AgentConnection, type OpenDevice } from './agent-connection.ts'
import { type DepartureNeeds, Departures } from './departures.ts'
import { type Greet, type GreetNeeds, openGreeting } from './greet.ts'
import { type Hear, type HearNeeds, openHearing } from './hear.ts'
import { type LearnNeeds, openLearning } from './learn.ts'
import { dropRequest, openSocketServer, type SocketServer } from './socket-server.ts'
import type { Rate } from './token-bucket.ts'

export const AGENTS_PATH = '/agents/socket'

const MAX_MESSAGE_BYTES = 64 * 1024
/** Connections that have not said hello yet; beyond it newcomers are told to come back. */
const MOST_STRANGERS = 2_000
const { refusal: GIVES_WAY } = refuse('conflict', 'The same device connected again: this connection gives way.')

export type AgentsNeeds = GreetNeeds &
  HearNeeds &
  LearnNeeds &
  DepartureNeeds & {
    readonly rate: Rate
    /** the device is connected and open: what it should run may be said now */
    readonly arrived: (device: DeviceId) => void
  }

/** Holds the agents' connections: one a device, the newest. It decides nothing: who may enter is judged in domain/device. */
export class AgentsGateway {
  readonly #needs: AgentsNeeds
  readonly #server: SocketServer
  readonly #connections = new Map<DeviceId, AgentConnection>()
  readonly #counts = { malformed: 0, unknown: 0, limited: 0, early: 0 }
  readonly #departures: Departures
  readonly #greet: Greet
  readonly #hear: Hear
  #strangers = 0
  #closing = false

  constructor(needs: AgentsNeeds) {
    this.#needs = needs
    const learn = openLearning(needs)
    this.#greet = openGreeting(needs, learn)
    this.#hear = openHearing(needs, learn)
    this.#departures = new Departures(needs)
    this.#server = openSocketServer({
      path: AGENTS_PATH,
      maxBytes: MAX_MESSAGE_BYTES,
      admit: ({ headers }) => {
        if (headers.origin || headers.cookie) return 'agents do not come from browsers'
        return this.#strangers >= MOST_STRANGERS ? 'come back in a moment' : null
      },
    })
    this.#server.io.of('/agents').on('connection', (socket) => this.#connected(socket))
  }

  get upgrade(): SocketServer['upgrade'] {
    return this.#server.upgrade
  }

  get connected(): number {
    return this.#connections.size
  }

  get counts(): Readonly<Record<'malformed' | 'unknown' | 'limited' | 'early', number>> {
    return this.#counts
  }

  /**
   * Cuts the connections that have no right to be open any more: of devices that were revoked or whose hardware was
   * replaced, and those whose device is connected to another server since. Null asks about all.
   */
  async cutEnded(devices: readonly DeviceId[] | null): Promise<void> {
    const asked = devices && new Set(devices)
    const sessions = this.sessions.filter(({ deviceId }) => asked === null || asked.has(deviceId))
    if (sessions.length === 0) return
    for (const { deviceId, epoch, revoked } of await this.#needs.registry.ended(sessions)) {
      const connection = this.#connections.get(deviceId)
      if (connection?.opened?.epoch !== epoch) continue
      if (revoked === null) connection.refuse(GIVES_WAY, true)
      else connection.refuse(revokedRefusal(revoked).refusal, false)
    }
  }

  /** The connections that are open now. */
  get sessions(): readonly Session[] {
    return [...this.#connections].flatMap(([deviceId, { opened }]) =>
      opened ? [{ deviceId, epoch: opened.epoch }] : [],
    )
  }

  /** The open connection of a device, or null. */
  connection(device: DeviceId): AgentConnection | null {
    return this.#connections.get(device) ?? null
  }

  /** Puts devices offline whose departure could not be written when it happened. */
  settleDepartures(): Promise<void> {
    return this.#departures.settle((device) => this.#connections.has(device))
  }

  async close(): Promise<void> {
    this.#closing = true
    await this.#server.close()
  }

  #connected(socket: Socket): void {
    const { address } = socket.handshake
    dropRequest(socket)
    let stranger = true
    this.#strangers += 1
    const noStranger = () => {
      if (stranger) this.#strangers -= 1
      stranger = false
    }
    const connection = new AgentConnection(socket, randomBytes(24).toString('base64url'), {
      rate: this.#needs.rate,
      now: this.#needs.clock.now,
      hello: (hello, nonce) => this.#greet({ hello, nonce, address }, this.connected),
      opened: (self, device, welcome) => {
        noStranger()
        this.#opened(self, device, welcome)
      },
      abandoned: (device) => this.#depart(device),
      heard: this.#hear,
      counted: (what) => {
        this.#counts[what] += 1
      },
      trouble: (cause) => this.#needs.log.error({ err: cause }, 'a device could not be greeted'),
    })
    socket.on('disconnect', () => {
      noStranger()
      const device = connection.opened
      connection.close()
      // One that gave way to a newer connection of the same device leaves nothing behind.
      if (!device || this.#connections.get(device.id) !== connection) return
      this.#connections.delete(device.id)
      this.#depart(device)
    })
  }

  #opened(connection: AgentConnection, device: OpenDevice, welcome: Welcome): void {
    const other = this.#connections.get(device.id)
    if (other?.opened && other.opened.epoch > device.epoch) {
      connection.refuse(GIVES_WAY, true)
      return
    }
    this.#connections.set(device.id, connection)
    other?.refuse(GIVES_WAY, true)
    connection.tell(welcome)
    this.#needs.arrived(device.id)
    this.#needs.moved(device.id)
  }

  #depart(device: OpenDevice): void {
    // When the server goes, all its devices are put offline at once.
    if (!this.#closing) this.#departures.left(device)
  }
}
