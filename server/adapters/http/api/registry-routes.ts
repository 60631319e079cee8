import { createHash, randomBytes } from 'node:crypto'
import { createEnrolmentToken } from '../../../commands/create-enrolment-token.ts'
import { accept } from '../../../protocol/ack.ts'
import { CreateEnrolmentToken, EnrolmentTokenCreated } from '../../../protocol/commands/create-enrolment-token.ts'
import { MeView } from '../../../protocol/views/person.ts'
import type { Parts } from '../parts.ts'
import { type Api, route } from './route.ts'

/** Who is asking, what may run, and who may enrol. */
export function registryRoutes(api: Api, parts: Parts): void {
  const { demo, version } = parts
  route(api, parts, {
    method: 'get',
    path: '/me',
    summary: 'Who is signed in, and at what kind of server',
    answers: MeView,
    run: async ({ person }) => accept({ person, demo, version }),
  })
  route(api, parts, {
    method: 'post',
    path: '/enrolment-tokens',
    summary: 'Create a token that devices enrol with; it is shown once',
    body: CreateEnrolmentToken,
    answers: EnrolmentTokenCreated,
    run: (ctx, { body }) => {
      const token = `wge_${randomBytes(24).toString('base64url')}`
      return createEnrolmentToken(ctx, body, { token, sha256: createHash('sha256').update(token).digest('hex') })
    },
  })
}
