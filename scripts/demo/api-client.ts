import { request } from 'node:http'
import { Refusal } from '../../server/protocol/ack.ts'

/** A person at the API, signed in with a session cookie as a browser would be. */
export type ApiClient = {
  get(path: string): Promise<unknown>
  post(path: string, body: unknown): Promise<unknown>
  /** answers as they come, refusals included */
  raw(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>
  upload(path: string, bytes: Uint8Array): Promise<unknown>
}

/** Throws with the server's own sentence when it refuses. */
export async function signIn(server: string, email: string, password: string): Promise<ApiClient> {
  const answer = await send(server, 'POST', '/api/auth/sign-in/email', { json: { email, password } })
  if (answer.status !== 200) throw new Error(`${server} does not let ${email} in (${answer.status})`)
  const cookie = answer.cookies.map((one) => one.split(';')[0]).join('; ')
  const call = async (method: string, path: string, content: Content = {}) => {
    const { status, body } = await send(server, method, `/api/v1${path}`, { ...content, cookie })
    return { status, body }
  }
  const must = async (method: string, path: string, content?: Content) => {
    const { status, body } = await call(method, path, content)
    if (status >= 400) throw new Error(`${method} ${path}: ${status} ${refusalOf(body)}`)
    return body
  }
  return {
    get: (path) => must('GET', path),
    post: (path, json) => must('POST', path, { json }),
    raw: (method, path, json) => call(method, path, json === undefined ? {} : { json }),
    upload: (path, bytes) => must('PUT', path, { bytes }),
  }
}

type Content = { json?: unknown; bytes?: Uint8Array; cookie?: string }

/** `fetch` would not send the Origin that a browser sends, and the server asks for it. */
function send(server: string, method: string, path: string, { json, bytes, cookie }: Content) {
  const payload = bytes ?? (json === undefined ? undefined : Buffer.from(JSON.stringify(json)))
  return new Promise<{ status: number; body: unknown; cookies: string[] }>((resolve, reject) => {
    const asked = request(new URL(path, server), {
      method,
      headers: {
        origin: new URL(server).origin,
        'sec-fetch-site': 'same-origin',
        ...(cookie ? { cookie } : {}),
        ...(payload
          ? {
              'content-type': bytes ? 'application/octet-stream' : 'application/json',
              'content-length': payload.length,
            }
          : {}),
      },
    })
    asked.on('error', reject)
    asked.on('response', async (response) => {
      const text = (await response.setEncoding('utf8').toArray()).join('')
      resolve({ status: response.statusCode ?? 0, body: parsed(text), cookies: response.headers['set-cookie'] ?? [] })
    })
    asked.end(payload)
  })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text // Markdown and state blocks are text
  }
}

function refusalOf(body: unknown): string {
  const refusal =
    typeof body === 'object' && body !== null && 'refusal' in body ? Refusal.safeParse(body.refusal) : null
  return refusal?.success ? refusal.data.message : JSON.stringify(body)
}
