import { hashPassword } from 'better-auth/crypto'
import type { Hono } from 'hono'
import { createOwner } from '../../../commands/create-owner.ts'
import { CreateOwner } from '../../../protocol/commands/create-owner.ts'
import { insertPerson } from '../../auth/people.ts'
import type { Parts } from '../parts.ts'
import { answer } from './answer.ts'
import { type Env, malformed } from './route.ts'

/** `POST /api/v1/setup`, the only act without a session: it works only while nobody exists. */
export function setupRoute(app: Hono<Env>, { db, clock }: Parts): void {
  app.post('/api/v1/setup', async (c) => {
    const body = CreateOwner.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return answer(c, malformed(body.error))
    const { name, email, password } = body.data
    const passwordHash = await hashPassword(password)
    const created = await createOwner({ db, now: clock.now() }, { name, email }, (tx) =>
      insertPerson(tx, { name, email, passwordHash, role: 'owner' }),
    )
    return answer(c, created)
  })
}
