import type { ZodType } from 'zod'
import type { Ack, Refusal } from '../../server/protocol/ack.ts'

/** The parser of an answer, fetched when the first one arrives: the first paint does without. */
export type Schema<V> = () => Promise<ZodType<V>>

export class ReadFailed extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.message)
    this.refusal = refusal
  }
}

/** Throws ReadFailed with a sentence that says what to do. */
export async function readView<V>(path: string, schema: Schema<V>, signal?: AbortSignal): Promise<V> {
  const answer = await request(path, { signal: signal ?? null })
  if (!answer.ok) throw new ReadFailed(answer.refusal)
  const parsed = (await schema()).safeParse(answer.value)
  if (parsed.success) return parsed.data
  throw new ReadFailed({
    code: 'unavailable',
    message: 'The server speaks a newer version than this page. Reload the page.',
  })
}

/** A write. An expected refusal is a value; so is a server that cannot be reached. */
export async function act(path: string, body: unknown): Promise<Ack<unknown>> {
  return request(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
}

async function request(path: string, init: RequestInit): Promise<Ack<unknown>> {
  try {
    const response = await fetch(path, { ...init, credentials: 'same-origin', cache: 'no-store' })
    const body: unknown = await response.json().catch(() => null)
    return response.ok ? { ok: true, value: body } : { ok: false, refusal: await refusalOf(response, body) }
  } catch (failure) {
    if (failure instanceof DOMException && failure.name === 'AbortError') throw failure
    return unreachable
  }
}

const unreachable: Ack<never> = {
  ok: false,
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
