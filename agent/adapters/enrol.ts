import { Refusal } from '../../server/protocol/ack.ts'
import { EnrolAnswer, type EnrolRequest } from '../../server/protocol/enrol.ts'

export type Enrolment =
  | { is: 'enrolled'; answer: EnrolAnswer }
  | { is: 'refused'; because: string }
  | { is: 'unreachable'; because: string }

/** Shows the token once. `unreachable`: worth trying again; `refused`: a person has to act. */
export async function enrol(server: string, request: EnrolRequest): Promise<Enrolment> {
  let status = 0
  let body: unknown
  try {
    const answer = await fetch(new URL('/agents/enrol', server), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(request),
      signal: AbortSignal.timeout(15_000),
    })
    status = answer.status
    body = await answer.json().catch(() => null)
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
    return { is: 'unreachable', because: cause instanceof Error ? cause.message : String(cause) }
  }
  const enrolled = EnrolAnswer.safeParse(field(body, 'value') ?? body)
  if (status < 300 && enrolled.success) return { is: 'enrolled', answer: enrolled.data }
  const refusal = Refusal.safeParse(field(body, 'refusal') ?? body).data
  const because = refusal?.message ?? `the server answered ${status}`
  return status >= 500 || status === 429 ? { is: 'unreachable', because } : { is: 'refused', because }
}

const field = (body: unknown, name: string): unknown =>
  typeof body === 'object' && body !== null && name in body ? (body as Record<string, unknown>)[name] : undefined
