import type { Socket } from 'socket.io'
import { type Ack, accept, type Refusal, refuse } from '../../protocol/ack.ts'
import type { DeviceDown } from '../../protocol/device-down.ts'
import { DeviceUp } from '../../protocol/device-up.ts'
import type { Hello } from '../../protocol/hello.ts'
import type { DeviceId, Generation, Instant } from '../../protocol/ids.ts'
import type { Welcome } from '../../protocol/welcome.ts'
import { keepable } from './keepable.ts'
import { type Rate, TokenBucket } from './token-bucket.ts'

/** A device that proved who it is. */
export type OpenDevice = {
  readonly id: DeviceId
  readonly since: Instant
  /** grows with each connection of the device, on whatever server: the greatest has the right to be open */
  readonly epoch: number
  /** newest desired state it says it accepted */
  generation: Generation
  /** what it said it runs and where it stands with it, to notice when that changes */
  word: string
}

type State =
  | { readonly is: 'asked'; readonly nonce: string }
  | { readonly is: 'checking' }
  | { readonly is: 'open'; readonly device: OpenDevice }
  | { readonly is: 'closed' }

export type Greeting =
  | { readonly is: 'welcome'; readonly device: OpenDevice; readonly welcome: Welcome }
  | { readonly is: 'refused'; readonly refusal: Refusal; readonly retry: boolean }

export type Heard = Exclude<DeviceUp, Hello>
export type Answer = (ack: Ack<null>) => void

export type ConnectionNeeds = {
  readonly rate: Rate
  readonly now: () => Instant
  /** checks who speaks; a device it answers is written down as arrived */
  readonly hello: (hello: Hello, nonce: string) => Promise<Greeting>
  readonly opened: (connection: AgentConnection, device: OpenDevice, welcome: Welcome) => void
  /** arrived, but its connection broke before it was opened */
  readonly abandoned: (device: OpenDevice) => void
  readonly heard: (device: OpenDevice, message: Heard, answer: Answer) => void
  readonly counted: (what: 'malformed' | 'unknown' | 'limited' | 'early') => void
  readonly trouble: (cause: unknown) => void
}

const HELLO_WITHIN_MS = 10_000
/** Somebody who goes on shouting after this many refusals is hung up on. */
const MOST_REFUSALS = 1_000

/**
 * One agent's connection. It decides one thing: that nothing but `hello` is heard before the device has proven itself. What
 * arrives is `unknown` until the wire's schema took it; whatever it is, it gets an answer and never ends the server.
 */
export class AgentConnection {
  #state: State
  #opened: OpenDevice | null = null
  #refusals = 0
  readonly #socket: Socket
  readonly #needs: ConnectionNeeds
  readonly #bucket: TokenBucket
  readonly #impatience: NodeJS.Timeout

  constructor(socket: Socket, nonce: string, needs: ConnectionNeeds) {
    this.#socket = socket
    this.#needs = needs
    this.#state = { is: 'asked', nonce }
    this.#bucket = new TokenBucket(needs.rate, needs.now())
    this.#impatience = setTimeout(
      () => this.refuse(refuse('forbidden', 'Say hello first.').refusal, true),
      HELLO_WITHIN_MS,
    )
    this.#impatience.unref()
    socket.on('up', (raw: unknown, answer: unknown) => this.#up(raw, answer))
    socket.onAny((event: unknown, ...rest: unknown[]) => {
      if (event !== 'up') this.#no(answering(rest.at(-1)), 'unknown', 'This server hears the event "up" only.')
    })
    socket.on('error', () => {})
    this.tell({ type: 'challenge', nonce })
  }

  /** the device once it proved itself, also after the end of the connection */
  get opened(): OpenDevice | null {
    return this.#opened
  }

  tell(message: DeviceDown): void {
    this.#socket.emit('down', message)
  }

  /** Says why and hangs up. */
  refuse(refusal: Refusal, retry: boolean): void {
    this.tell({ type: 'refused', refusal, retry })
    this.close()
  }

  close(): void {
    this.#state = { is: 'closed' }
    clearTimeout(this.#impatience)
    if (this.#socket.connected) this.#socket.disconnect(true)
  }

  #up(raw: unknown, answerer: unknown): void {
    const answer = answering(answerer)
    if (!this.#bucket.take(this.#needs.now())) {
      this.#no(answer, 'limited', 'Too many messages: slow down and send this again.')
      return
    }
    const parsed = DeviceUp.safeParse(raw)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      const what = issue?.code === 'invalid_union' ? 'unknown' : 'malformed'
      this.#no(answer, what, `${issue?.path.join('.') || 'message'}: ${issue?.message ?? 'not understood'}`)
      return
    }
    const message = keepable(parsed.data)
    if (this.#state.is === 'open' && message.type !== 'hello') this.#needs.heard(this.#state.device, message, answer)
    else if (this.#state.is === 'asked' && message.type === 'hello') this.#greet(message, this.#state.nonce, answer)
    else this.#no(answer, 'early', 'Say hello first, and once.')
  }

  #greet(hello: Hello, nonce: string, answer: Answer): void {
    this.#state = { is: 'checking' } // the nonce is spent, whatever comes of it
    this.#needs.hello(hello, nonce).then(
      (greeting) => this.#greeted(greeting, answer),
      (cause: unknown) => {
        this.#needs.trouble(cause)
        const { refusal } = refuse('unavailable', 'The server cannot look you up now: come back in a moment.')
        answer({ ok: false, refusal })
        this.refuse(refusal, true)
      },
    )
  }

  #greeted(greeting: Greeting, answer: Answer): void {
    if (greeting.is === 'refused') {
      answer({ ok: false, refusal: greeting.refusal })
      this.refuse(greeting.refusal, greeting.retry)
      return
    }
    if (this.#state.is !== 'checking') {
      this.#needs.abandoned(greeting.device)
      return
    }
    clearTimeout(this.#impatience)
    this.#state = { is: 'open', device: greeting.device }
    this.#opened = greeting.device
    answer(accept(null))
    this.#needs.opened(this, greeting.device, greeting.welcome)
  }

  #no(answer: Answer, what: 'malformed' | 'unknown' | 'limited' | 'early', message: string): void {
    const code = { malformed: 'malformed', unknown: 'malformed', limited: 'unavailable', early: 'forbidden' } as const
    this.#needs.counted(what)
    answer(refuse(code[what], message))
    this.#refusals += 1
    if (this.#refusals > MOST_REFUSALS) this.close()
  }
}

const answering = (answerer: unknown): Answer =>
  typeof answerer === 'function' ? (ack) => void answerer(ack) : () => {}
