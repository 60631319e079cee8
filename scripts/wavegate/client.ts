import type { ZodType } from 'zod'
import { Refusal } from '../../server/protocol/ack.ts'
import { Refused, Unreachable, Usage } from './failures.ts'

type Content = {
  json?: unknown
  /** what is no JSON of ours: a file, under its media type */
  body?: { readonly type: string; readonly text: string }
  query?: Readonly<Record<string, string | undefined>>
}

/** `/api/v1` of one server, with the session of one person. Throws `Refused` with the server's sentence, or `Unreachable`. */
export class Client {
  readonly server: string
  readonly #cookie: string | null

  constructor(server: string, cookie: string | null) {
    this.server = server
    this.#cookie = cookie
  }

  async get<T>(path: string, answers: ZodType<T>, query: Content['query'] = {}): Promise<T> {
    return this.#parsed(path, answers, await this.send('GET', `/api/v1${path}`, { query }))
  }

  async post<T>(path: string, json: unknown, answers: ZodType<T>): Promise<T> {
    return this.#parsed(path, answers, await this.send('POST', `/api/v1${path}`, { json }))
  }

  async patch<T>(path: string, json: unknown, answers: ZodType<T>): Promise<T> {
    return this.#parsed(path, answers, await this.send('PATCH', `/api/v1${path}`, { json }))
  }

  async text(path: string): Promise<string> {
    return (await this.send('GET', `/api/v1${path}`)).text()
  }

  /** A response that is no refusal. */
  async send(method: string, path: string, { json, body, query = {} }: Content = {}): Promise<Response> {
    const url = new URL(path, this.server)
    for (const [name, value] of Object.entries(query)) if (value !== undefined) url.searchParams.set(name, value)
    const init: RequestInit = {
      method,
      headers: this.#headers(json === undefined ? body?.type : 'application/json'),
      redirect: 'manual',
    }
    if (json !== undefined) init.body = JSON.stringify(json)
    if (body) init.body = body.text
    const response = await fetch(url, init).catch((cause: unknown) => {
      throw new Unreachable(`No answer from ${this.server}: ${reasonOf(cause)}. Is the server running there?`)
    })
    if (response.ok) return response
    throw await failureOf(response, this.server)
  }

  /** Who asks, as headers, for what speaks another protocol than JSON to the same server. */
  get credentials(): Record<string, string> {
    return { origin: this.server, ...(this.#cookie ? { cookie: this.#cookie } : {}) }
  }

  #headers(type: string | undefined): Record<string, string> {
    return {
      ...this.credentials,
      ...(type ? { 'content-type': type } : {}),
    }
  }

  async #parsed<T>(path: string, answers: ZodType<T>, response: Response): Promise<T> {
    const parsed = answers.safeParse(await response.json().catch(() => undefined))
    if (parsed.success) return parsed.data
    throw new Unreachable(
      `${this.server} answers ${path} in a way this CLI does not know: use the CLI of the server's own version.`,
    )
  }
}

/** The origin of what somebody typed as a server. */
export function originOf(text: string): string {
  const url = URL.parse(text.includes('://') ? text : `http://${text}`)
  if (!url || !/^https?:$/.test(url.protocol)) throw new Usage(`${text} is no address of a server: write https://HOST`)
  return url.origin
}

async function failureOf(response: Response, server: string): Promise<Error> {
  if (response.status === 401)
    return new Refused(`Sign in first: npm run wavegate -- login --server ${server} --email YOU`, 'forbidden')
  const body: unknown = await response.json().catch(() => null)
  const refusal = Refusal.safeParse(
    typeof body === 'object' && body !== null && 'refusal' in body ? body.refusal : null,
  )
  if (refusal.success) return new Refused(refusal.data.message, refusal.data.code)
  return new Unreachable(`${server} answered ${response.status} without saying why: is it a Wavegate server?`)
}

function reasonOf(cause: unknown): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause
  const code = inner instanceof Error && 'code' in inner ? String(inner.code) : null
  if (code === 'ECONNREFUSED') return 'nothing listens there'
  if (code === 'ENOTFOUND') return 'there is no such host'
  return inner instanceof Error ? inner.message || (code ?? 'no reason given') : String(inner)
}
