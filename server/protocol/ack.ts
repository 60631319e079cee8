import { z } from 'zod'

/** An expected refusal: a code for machines, a sentence that says what to do for people. */
export const Refusal = z.object({
  code: z.enum(['malformed', 'too-large', 'stale', 'forbidden', 'conflict', 'not-found', 'unavailable']),
  message: z.string(),
})
export type Refusal = z.infer<typeof Refusal>

export type Ack<T> = { ok: true; value: T } | { ok: false; refusal: Refusal }

export function refuse(code: Refusal['code'], message: string): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, message } }
}

export function accept<T>(value: T): { ok: true; value: T } {
  return { ok: true, value }
}
