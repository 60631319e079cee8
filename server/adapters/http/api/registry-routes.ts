import { accept } from '../../../protocol/ack.ts'
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
}
