import { hashPassword } from 'better-auth/crypto'
import { z } from 'zod'
import { createOwner } from '../../../commands/create-owner.ts'
import { CreateOwner } from '../../../protocol/commands/create-owner.ts'
import { insertPerson } from '../../auth/people.ts'
import type { Parts } from '../parts.ts'
import { answer } from './answer.ts'
import { describeRoute } from './describe.ts'
import { type Api, malformed } from './route.ts'
import { strictBody } from './strict-body.ts'

const Body = strictBody(CreateOwner)

/** `POST /api/v1/setup`, the only act without a session: it works only while nobody exists. */
export function setupRoute(api: Api, { db, clock }: Parts): void {
  describeRoute(api, {
    method: 'post',
    path: '/setup',
    summary: 'Create the owner of a new server; refused as soon as anybody exists',
    body: Body,
    answers: z.object({ id: z.string() }),
  })
  api.post('/setup', async (c) => {
    const body = Body.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return answer(c, malformed(body.error))
    const { name, email, password } = body.data
    const passwordHash = await hashPassword(password)
    const created = await createOwner({ db, now: clock.now() }, { name, email }, (tx) =>
      insertPerson(tx, { name, email, passwordHash, role: 'owner' }),
    )
    return answer(c, created)
  })
}
