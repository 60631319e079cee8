import type { Context, Hono } from 'hono'
import { z } from 'zod'
import { PEER_HEADER } from '../auth/auth.ts'
import { SignInGuard } from '../auth/sign-in-guard.ts'
import { refused } from './api/answer.ts'
import type { Env } from './api/route.ts'
import type { Parts } from './parts.ts'

const SignIn = z.object({ email: z.string().max(200), password: z.string().max(200) })

/** `/api/auth/**`: better-auth's own routes, with guesses against one account counted in front of the sign-in. */
export function authRoutes(app: Hono<Env>, { auth, clock, sessionsChanged }: Parts): void {
  const guard = new SignInGuard()

  app.post('/api/auth/sign-in/email', async (c) => {
    const body = SignIn.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return refused(c, { code: 'malformed', message: 'Send an e-mail address and a password.' })
    const wait = guard.secondsToWait(body.data.email, clock.now())
    if (wait > 0) {
      c.header('retry-after', String(wait))
      return refused(
        c,
        { code: 'unavailable', message: `Too many wrong passwords for this account: try again in ${wait} seconds.` },
        429,
      )
    }
    const response = await auth.handler(await fromPeer(c))
    if (response.ok) guard.succeeded(body.data.email)
    else if (response.status === 401) guard.failed(body.data.email, clock.now())
    return response
  })

  app.post('/api/auth/sign-out', async (c) => {
    const response = await auth.handler(await fromPeer(c))
    sessionsChanged()
    return response
  })

  app.on(['GET', 'POST'], '/api/auth/*', async (c) => auth.handler(await fromPeer(c)))
}

/** The request as better-auth may see it: its idea of the peer's address comes from the socket, never from the peer. */
async function fromPeer(c: Context<Env>): Promise<Request> {
  const { method, url } = c.req
  const headers = new Headers(c.req.raw.headers)
  for (const name of ['x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto']) headers.delete(name)
  headers.set(PEER_HEADER, c.env.incoming.socket.remoteAddress ?? '0.0.0.0')
  return new Request(url, { method, headers, ...(method === 'POST' && { body: await c.req.arrayBuffer() }) })
}
