import { DEMO_PASSWORD } from '../auth/demo-people.ts'

export type TestClient = {
  readonly cookie: string
  get(path: string): Promise<Response>
  send(
    method: 'POST' | 'PUT' | 'PATCH' | 'DELETE',
    path: string,
    body: unknown,
    headers?: Record<string, string>,
  ): Promise<Response>
}

/** A person of the demo, signed in as a browser would. */
export async function signIn(address: string, email: string, password = DEMO_PASSWORD): Promise<TestClient> {
  const response = await trySignIn(address, email, password)
  if (!response.ok) throw new Error(`sign-in answered ${response.status}`)
  const cookie = response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0])
    .join('; ')
  return {
    cookie,
    get: (path) => fetch(`${address}${path}`, { headers: { cookie } }),
    send: (method, path, body, headers = {}) =>
      fetch(`${address}${path}`, {
        method,
        headers: { cookie, origin: address, 'content-type': 'application/json', ...headers },
        body: body instanceof Uint8Array ? new Uint8Array(body) : JSON.stringify(body),
      }),
  }
}

export function trySignIn(address: string, email: string, password: string): Promise<Response> {
  return fetch(`${address}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { origin: address, 'content-type': 'application/json' },
    body: JSON.stringify({ email, password }),
  })
}
