import { Refusal } from '../../server/protocol/ack.ts'
import { EnrolAnswer, type EnrolRequest, EnrolWaiting, enrolText, type LobbyAsk } from '../../server/protocol/enrol.ts'
import { publicKeyOf, signWith } from './keys.ts'

export type Enrolment =
  | { is: 'enrolled'; answer: EnrolAnswer }
  /** in the lobby: a person decides */
  | { is: 'waiting'; because: string; comeBackMs: number }
  /** the server forgot that this device waits */
  | { is: 'unknown' }
  | { is: 'refused'; because: string }
  /** `atLeastMs`: the server said not to come back before */
  | { is: 'unreachable'; because: string; atLeastMs: number }

/** Asks to be taken in. `unreachable`: worth trying again; `refused`: a person has to act. */
export const enrol = (server: string, request: EnrolRequest): Promise<Enrolment> =>
  ask(server, '/agents/enrol', request, 15_000)

/** Asks what became of it; the server holds the question for a while when nothing did. */
export const askLobby = (server: string, question: LobbyAsk): Promise<Enrolment> =>
  ask(server, '/agents/lobby', question, 40_000)

/** A request with the public half of this key, signed by the private one. */
export function signedRequest(privateKey: string, asked: Omit<EnrolRequest, 'publicKey' | 'signature'>): EnrolRequest {
  const publicKey = publicKeyOf(privateKey)
  return { ...asked, publicKey, signature: signWith(privateKey, enrolText(asked.deviceId, publicKey)) }
}

async function ask(server: string, path: string, question: unknown, withinMs: number): Promise<Enrolment> {
  let status = 0
  let retryAfter = 0
  let body: unknown
  try {
    const answer = await fetch(new URL(path, server), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(question),
      signal: AbortSignal.timeout(withinMs),
    })
    status = answer.status
    retryAfter = Number(answer.headers.get('retry-after') ?? 0)
    body = await answer.json().catch(() => null)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { is: 'unreachable', because: cause instanceof Error ? cause.message : String(cause), atLeastMs: 0 }
  }
  const enrolled = EnrolAnswer.safeParse(body)
  if (status === 200 && enrolled.success) return { is: 'enrolled', answer: enrolled.data }
  const waiting = EnrolWaiting.safeParse(body)
  if (status === 202 && waiting.success)
    return { is: 'waiting', because: waiting.data.because, comeBackMs: waiting.data.comeBackSeconds * 1000 }
  const refusal = Refusal.safeParse(field(body, 'refusal')).data
  if (refusal?.code === 'not-found' && path === '/agents/lobby') return { is: 'unknown' }
  const because = refusal?.message ?? `the server answered ${status}`
  if (status < 500 && status !== 429) return { is: 'refused', because }
  return { is: 'unreachable', because, atLeastMs: Number.isFinite(retryAfter) ? Math.min(retryAfter, 600) * 1000 : 0 }
}

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null && name in body ? (body as Record<string, unknown>)[name] : undefined
