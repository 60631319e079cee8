import { createHash } from 'node:crypto'
import type { Hono } from 'hono'
import { enrolDevice } from '../../commands/enrol-device.ts'
import { accept, refuse } from '../../protocol/ack.ts'
import { type EnrolAnswer, EnrolRequest } from '../../protocol/enrol.ts'
import { answer } from './api/answer.ts'
import { type Env, malformed } from './api/route.ts'
import type { Parts } from './parts.ts'

/** `POST /agents/enrol`: the one thing a device asks over HTTP before it has a connection of its own. */
export function agentsRoutes(app: Hono<Env>, { db, clock, releaseKey }: Parts): void {
  app.post('/agents/enrol', async (c) => {
    // A browser always says where it comes from; an agent never does.
    if (c.req.header('origin') || c.req.header('cookie'))
      return answer(c, refuse('forbidden', 'Devices enrol from their agent, not from a browser.'))
    const body = EnrolRequest.safeParse(await c.req.json().catch(() => undefined))
    if (!body.success) return answer(c, malformed(body.error))
    const tokenSha256 = createHash('sha256').update(body.data.token).digest('hex')
    const enrolled = await enrolDevice({ db, now: clock.now() }, body.data, tokenSha256)
    if (!enrolled.ok) return answer(c, enrolled)
    const { publicKey, keyId } = releaseKey
    return answer(c, accept<EnrolAnswer>({ deviceId: enrolled.value.deviceId, releaseKey: publicKey, keyId }))
  })
}
