import { randomBytes } from 'node:crypto'
import type { Socket } from 'socket.io'
import { judgeHello, revokedRefusal, type SigningKey } from '../../domain/device/judge-hello.ts'
import { registryDifference } from '../../domain/device/registry-difference.ts'
import { receive } from '../../domain/report/receive.ts'
import type { Clock } from '../../engine/ports.ts'
import { accept, refuse } from '../../protocol/ack.ts'
import { type Hello, helloText } from '../../protocol/hello.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import type { Pong } from '../../protocol/pong.ts'
import type { Reported } from '../../protocol/reported.ts'
import type { Welcome } from '../../protocol/welcome.ts'
import type { Log } from '../log.ts'
import type { openAdoption } from '../prisma/adopt.ts'
import type { InventoryHeard } from '../prisma/device-inventory.ts'
import type { DeviceJournal } from '../prisma/device-journal.ts'
import type { Departure, DeviceRegistry, KnownDevice } from '../prisma/device-registry.ts'
import type { Ingest } from '../prisma/ingest.ts'
import type { ScanAnswer } from '../prisma/scan-answers.ts'
import type { Takeovers } from '../prisma/takeovers.ts'
import type { VersionWatch } from '../prisma/version-watch.ts'
import { signedBy } from '../signing/signed-by.ts'
import { AgentConnection, type Answer, type Greeting, type Heard, type OpenDevice } from './agent-connection.ts'
import { dropRequest, openSocketServer, type SocketServer } from './socket-server.ts'
import type { Rate } from './token-bucket.ts'

export const AGENTS_PATH = '/agents/socket'

const MAX_MESSAGE_BYTES = 64 * 1024
/** Connections that have not said hello yet; beyond it newcomers are told to come back. */
const MOST_STRANGERS = 2_000
const RECONNECT_PER_SECOND = 400
const { refusal: GIVES_WAY } = refuse('conflict', 'The same device connected again: this connection gives way.')

export type AgentsNeeds = {
  readonly clock: Clock
  readonly log: Log
  readonly registry: DeviceRegistry
  readonly ingest: Ingest
  readonly journal: DeviceJournal
  readonly takeovers: Takeovers
  readonly inventory: (heard: InventoryHeard) => Promise<void>
  readonly adopt: ReturnType<typeof openAdoption>
  readonly scanAnswer: (answer: ScanAnswer) => Promise<void>
  readonly versions: VersionWatch
  readonly rate: Rate
  readonly reportIntervalSeconds: number
  /** the device is connected and open: what it should run may be said now */
  readonly arrived: (device: DeviceId) => void
  /** something about the device changed that a screen or the engine may wait for */
  readonly moved: (device: DeviceId) => void
}

/** Holds the agents' connections. It decides nothing: who may enter is judged in domain/device, what a report means in domain/report. */
export class AgentsGateway {
  readonly #needs: AgentsNeeds
  readonly #server: SocketServer
  readonly #connections = new Map<DeviceId, AgentConnection>()
  readonly #counts = { malformed: 0, unknown: 0, limited: 0, early: 0 }
  readonly #owed = new Map<DeviceId, Departure>()
  #strangers = 0
  #closing = false

  constructor(needs: AgentsNeeds) {
    this.#needs = needs
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
    const sessions = (devices ?? [...this.#connections.keys()]).flatMap((device) => {
      const opened = this.#connections.get(device)?.opened
      return opened ? [{ deviceId: opened.id, epoch: opened.epoch }] : []
    })
    if (sessions.length === 0) return
    for (const { deviceId, epoch, revoked } of await this.#needs.registry.ended(sessions)) {
      const connection = this.#connections.get(deviceId)
      if (connection?.opened?.epoch !== epoch) continue
      if (revoked === null) connection.refuse(GIVES_WAY, true)
      else connection.refuse(revokedRefusal(revoked).refusal, false)
    }
  }

  /** The open connection of a device, or null. */
  connection(device: DeviceId): AgentConnection | null {
    return this.#connections.get(device) ?? null
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
      hello: (hello, nonce) => this.#greet(hello, nonce, address),
      opened: (self, device, welcome) => {
        noStranger()
        this.#opened(self, device, welcome)
      },
      abandoned: (device) => this.#depart(device),
      heard: (device, message, answer) => this.#heard(device, message, answer),
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

  async #greet(hello: Hello, nonce: string, address: string): Promise<Greeting> {
    const { registry, clock, reportIntervalSeconds } = this.#needs
    const known = await registry.find(hello.deviceId)
    const key: SigningKey = known ? await this.#signingKey(known, hello, nonce) : { is: 'none' }
    const instance = hello.instance ?? null
    const another = known !== null && instance !== null && known.instance !== null && known.instance !== instance
    const heldByAnother = another && known.open.includes('identity') && known.online
    const verdict = judgeHello(hello, known && { revoked: known.revoked, heldByAnother }, key)
    if (!verdict.heard) return { is: 'refused', refusal: verdict.refusal, retry: verdict.retry }
    if (!known) throw new Error('a device that nobody knows was let in')
    const at = clock.now()
    if (key.is === 'next' && !(await registry.takeUp(known, at)))
      return { is: 'refused', refusal: refuse('stale', 'The key changed meanwhile: come back.').refusal, retry: true }
    await this.#learn(known, hello)
    if (another) await this.#needs.takeovers({ deviceId: known.id, at, from: known.instance, to: instance, address })
    const { agentVersion, reported } = hello
    const epoch = await registry.arrived({ deviceId: known.id, at, agentVersion, instance, address, reported })
    return {
      is: 'welcome',
      device: { id: known.id, since: at, epoch, generation: reported.generation, word: wordOf(reported) },
      welcome: {
        type: 'welcome',
        serverTime: at,
        reportIntervalSeconds,
        reconnectWindowSeconds: Math.min(60, this.connected / RECONNECT_PER_SECOND),
        lastProgress: known.lastProgress,
      },
    }
  }

  async #signingKey(known: KnownDevice, hello: Hello, nonce: string): Promise<SigningKey> {
    const signed = (publicKey: string) => signedBy(publicKey, helloText(nonce, hello.deviceId), hello.signature)
    if (signed(known.publicKey)) return { is: 'active' }
    if (known.nextKey !== null && signed(known.nextKey)) return { is: 'next' }
    const former = (await this.#needs.registry.formerKeys(known.id)).find(({ publicKey }) => signed(publicKey))
    return former ? { is: 'former', state: former.state, why: former.untilWhy } : { is: 'none' }
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

  /** The device is right: what the registry has wrong is corrected, what nobody asked for is adopted. */
  async #learn(known: KnownDevice, hello: Pick<Hello, 'hardware' | 'capabilities' | 'reported'>): Promise<void> {
    const { registry, adopt, versions, clock } = this.#needs
    const difference = registryDifference(known.registry, hello)
    if (difference) await registry.correct(known, difference, clock.now())
    const { running, generation } = hello.reported
    const adopted =
      known.desiredGeneration === null &&
      running !== null &&
      (await adopt({ deviceId: known.id, generation, running, at: clock.now() }))
    // What was just adopted is what it runs; what it was is of the past.
    const now = adopted || difference ? await registry.find(known.id) : known
    if (now) await versions(now, hello.reported, clock.now())
  }

  /** Between two hellos, too, a device may come to run what nobody asked for. */
  #reconsider(device: OpenDevice, reported: Reported): void {
    const word = wordOf(reported)
    if (word === device.word) return
    device.word = word
    const { registry, versions, clock, log, moved } = this.#needs
    const look = async () => {
      const known = await registry.find(device.id)
      if (known && (await versions(known, reported, clock.now()))) moved(device.id)
    }
    look().catch((cause: unknown) => {
      device.word = '' // the next report is looked at again
      log.warn({ err: cause }, 'what a device runs could not be compared with what it should')
    })
  }

  #heard(device: OpenDevice, message: Heard, answer: Answer): void {
    const { clock, ingest, journal, inventory } = this.#needs
    switch (message.type) {
      case 'report':
        device.generation = message.reported.generation
        this.#reconsider(device, message.reported)
        ingest.add(receive(device.id, message, clock.now()), (trouble) =>
          answer(trouble === null ? accept(null) : refuse('unavailable', trouble)),
        )
        break
      case 'progress':
        this.#keep(journal.progress({ deviceId: device.id, entries: message.entries }), device, answer)
        break
      case 'logs': {
        const { generation, lines } = message
        this.#keep(journal.logs({ deviceId: device.id, at: clock.now(), generation, lines }), device, answer)
        break
      }
      case 'inventory':
        this.#keep(inventory({ deviceId: device.id, at: clock.now(), inventory: message }), device, answer)
        break
      case 'pong':
        this.#keep(this.#answered(device, message), device, answer)
        break
      default:
        message satisfies never
    }
  }

  /** First what it says of itself, then that it answered: a scan that counts it has the registry up to date. */
  async #answered({ id }: OpenDevice, pong: Pong): Promise<void> {
    const { registry, scanAnswer, clock } = this.#needs
    const known = await registry.find(id)
    if (!known || known.revoked !== null) return
    await this.#learn(known, pong)
    await scanAnswer({ deviceId: id, at: clock.now() })
  }

  #keep(durable: Promise<void>, device: OpenDevice, answer: Answer): void {
    durable.then(
      () => {
        answer(accept(null))
        this.#needs.moved(device.id)
      },
      (cause: unknown) => {
        this.#needs.log.warn({ err: cause }, 'a device journal could not be written')
        answer(refuse('unavailable', 'Not durable yet: send this again in a moment.'))
      },
    )
  }

  /** Puts devices offline whose departure could not be written when it happened. */
  async settleDepartures(): Promise<void> {
    for (const departure of [...this.#owed.values()]) {
      if (this.#connections.has(departure.deviceId)) this.#owed.delete(departure.deviceId)
      else await this.#write(departure)
    }
  }

  #depart({ id, since }: OpenDevice): void {
    // When the server goes, all its devices are put offline at once.
    if (this.#closing) return
    const departure = { deviceId: id, at: this.#needs.clock.now(), since }
    this.#owed.set(id, departure)
    this.#write(departure).catch((cause: unknown) => {
      this.#needs.log.debug({ err: cause }, 'a device that left is put offline later')
    })
  }

  async #write(departure: Departure): Promise<void> {
    await this.#needs.registry.departed(departure)
    if (this.#owed.get(departure.deviceId) === departure) this.#owed.delete(departure.deviceId)
    this.#needs.moved(departure.deviceId)
  }
}

const wordOf = ({ generation, running, update }: Reported) => `${generation} ${update.state} ${running?.sha256}`
