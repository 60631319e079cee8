import type { ZodType } from 'zod'
import type { Refusal } from '../../server/protocol/ack.ts'

/** The parser of an answer, fetched when the first one arrives: the first paint does without. */
export type Schema<V> = () => Promise<ZodType<V>>

/** What came of a request; `signedOut`: the session is over, and signing in again is all that helps. */
export type Answer = { ok: true; value: unknown } | { ok: false; refusal: Refusal; signedOut: boolean }

export class ReadFailed extends Error {
  readonly code: Refusal['code']
  readonly signedOut: boolean
  constructor(refusal: Refusal, signedOut: boolean) {
    super(refusal.message)
    this.code = refusal.code
    this.signedOut = signedOut
  }
}

/** Throws ReadFailed with a sentence that says what to do. */
export async function readView<V>(path: string, schema: Schema<V>, signal?: AbortSignal): Promise<V> {
  const answer = await request(path, { signal: signal ?? null })
  if (!answer.ok) throw new ReadFailed(answer.refusal, answer.signedOut)
  const parsed = (await schema()).safeParse(answer.value)
  if (parsed.success) return parsed.data
  throw new ReadFailed(
    { code: 'unavailable', message: 'The server speaks a newer version than this page. Reload the page.' },
    false,
  )
}

export type ActMethod = 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** A write. An expected refusal is a value; so is a server that cannot be reached. */
export async function act(path: string, body: unknown, method: ActMethod = 'POST'): Promise<Answer> {
  return request(path, {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

/** A file, sent as it is. */
export async function sendFile(path: string, file: Blob, type: string): Promise<Answer> {
  return request(path, { method: 'POST', headers: { 'content-type': type }, body: file })
}

async function request(path: string, init: RequestInit): Promise<Answer> {
  try {
    const response = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' })
    const body: unknown = await response.json().catch(() => null)
    if (response.ok) return { ok: true, value: body }
    return { ok: false, refusal: await refusalOf(response, body), signedOut: response.status === 401 }
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
    return unreachable
  }
}

const unreachable: Answer = {
  ok: false,
  signedOut: false,
  refusal: { code: 'unavailable', message: 'The server cannot be reached. Check the network; nothing was changed.' },
}

async function refusalOf(response: Response, body: unknown): Promise<Refusal> {
  const { Refusal } = await import('../../server/protocol/ack.ts')
  const carried = typeof body === 'object' && body !== null && 'refusal' in body ? body.refusal : body
  const parsed = Refusal.safeParse(carried)
  if (parsed.success) return parsed.data
  if (response.status === 401) return { code: 'forbidden', message: 'Your session has ended. Sign in again.' }
  return { code: 'unavailable', message: `The server answered ${response.status}. Try again in a moment.` }
}
