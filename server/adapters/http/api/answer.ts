import type { Context } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'
import { type Ack, accept, type Refusal, refuse } from '../../../protocol/ack.ts'

export const STATUS = {
  malformed: 400,
  forbidden: 403,
  'not-found': 404,
  stale: 409,
  conflict: 409,
  'too-large': 413,
  unavailable: 503,
} as const satisfies Record<Refusal['code'], ContentfulStatusCode>

/** An accepted value is the whole body; a refusal is `{refusal: {code, message}}` with the status of its code. */
export function answer<T>(c: Context, ack: Ack<T>): Response {
  if (ack.ok) return c.json(ack.value as object | null)
  return refused(c, ack.refusal)
}

export function refused(c: Context, refusal: Refusal, status: ContentfulStatusCode = STATUS[refusal.code]): Response {
  if (status === 503) c.header('retry-after', '2')
  // The body was not read to its end: nobody may send the next request after it.
  if (status === 413 || c.req.method === 'PUT') c.header('connection', 'close')
  return c.json({ refusal }, status)
}

/** A view, or "there is no such thing". */
export function found<T>(view: T | null, what: string): Ack<T> {
  return view === null ? refuse('not-found', `There is no such ${what}.`) : accept(view)
}
