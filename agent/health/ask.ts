import { ApplicationHealth } from '../../server/protocol/application-health.ts'
import type { FunctionalTest } from '../../server/protocol/manifest.ts'
import { difference } from './answers.ts'
import type { FunctionalResult } from './layers.ts'

const MOST_BYTES = 64 << 10

export type HealthAnswer = { health: ApplicationHealth; silence: '' } | { health: null; silence: string }

/** asks the application how it is. Never rejects. */
export async function askHealth(origin: string, path: string, timeoutMs: number): Promise<HealthAnswer> {
  try {
    const answer = await fetch(`${origin}${path}`, { signal: AbortSignal.timeout(timeoutMs), redirect: 'error' })
    const body = await bounded(answer)
    if (answer.status !== 200) return { health: null, silence: `the health endpoint answered ${answer.status}` }
    const health = ApplicationHealth.safeParse(JSON.parse(body))
    if (health.success) return { health: health.data, silence: '' }
    return { health: null, silence: 'the health endpoint answered something that is no health report' }
  } catch (error) {
    return { health: null, silence: `the health endpoint did not answer: ${reason(error, timeoutMs)}` }
  }
}

/** a known input and the output it must give. Never rejects. */
export async function askKnown(origin: string, test: FunctionalTest): Promise<FunctionalResult> {
  const { name, timeoutMs } = test
  const limitMs = test.maxLatencyMs ?? timeoutMs
  const began = performance.now()
  try {
    const answer = await fetch(`${origin}${test.path}`, {
      method: test.method,
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
      ...(test.method === 'POST'
        ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(test.body ?? null) }
        : {}),
    })
    const body = await bounded(answer)
    const tookMs = performance.now() - began
    if (answer.status !== 200) return { name, ok: false, tookMs, limitMs, because: `answered ${answer.status}` }
    const wrong = difference(test.expect, JSON.parse(body), test.tolerance)
    if (wrong !== null) return { name, ok: false, tookMs, limitMs, because: wrong }
    const late = tookMs > limitMs ? `the right answer after ${Math.round(tookMs)} ms, ${limitMs} ms are allowed` : null
    return { name, ok: late === null, tookMs, limitMs, because: late ?? 'the known answer' }
  } catch (error) {
    return { name, ok: false, tookMs: null, limitMs, because: `no answer: ${reason(error, timeoutMs)}` }
  }
}

async function bounded(answer: Response): Promise<string> {
  let text = ''
  const decoder = new TextDecoder()
  for await (const chunk of answer.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MOST_BYTES) throw new Error(`the answer is larger than ${MOST_BYTES} bytes`)
  }
  return text
}

function reason(error: unknown, timeoutMs: number): string {
  if (error instanceof Error && error.name === 'TimeoutError') return `nothing within ${timeoutMs} ms`
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error
  return cause instanceof Error ? cause.message || cause.name : String(cause)
}
