import { z } from 'zod'
import { usedBytes } from '../../../commands/begin-upload.ts'
import { refuseUnlessOperator } from '../../../commands/may-operate.ts'
import { recordArtifact } from '../../../commands/record-artifact.ts'
import { Sha256 } from '../../../protocol/ids.ts'
import { ArtifactStored } from '../../../protocol/views/releases-view.ts'
import type { Parts } from '../parts.ts'
import { answer, found } from './answer.ts'
import { describeRoute } from './describe.ts'
import { type Api, contextOf, malformed, route } from './route.ts'

/** `PUT /artifacts/:sha256`: streamed to disk, hashed on the way, recorded when its bytes are durable. */
export function artifactRoute(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/artifacts/{sha256}',
    summary: 'Whether an artifact is here, so that nobody uploads it twice',
    params: z.object({ sha256: Sha256 }),
    answers: ArtifactStored,
    async run({ db }, { params: { sha256 } }) {
      const row = await db.artifact.findUnique({ where: { sha256 } })
      return found(row && { sha256, size: Number(row.size) }, 'artifact')
    },
  })
  describeRoute(
    api,
    {
      method: 'put',
      path: '/artifacts/{sha256}',
      summary: 'Upload an artifact under the sha256 of its bytes',
      params: z.object({ sha256: Sha256 }),
      answers: ArtifactStored,
    },
    { required: true, content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } } },
  )
  api.put('/artifacts/:sha256', async (c) => {
    const person = c.get('person')
    const forbidden = refuseUnlessOperator(person, 'upload artifacts')
    if (forbidden) return answer(c, forbidden)
    const sha256 = Sha256.safeParse(c.req.param('sha256'))
    if (!sha256.success) return answer(c, malformed(sha256.error))
    const room = parts.uploads.quotaBytes - (await usedBytes(parts.db))
    const stored = await parts.incoming.receive(sha256.data, c.env.incoming, room, parts.artifacts)
    if (!stored.ok) return answer(c, stored)
    return answer(c, await recordArtifact(contextOf(parts, person), { sha256: sha256.data, size: stored.value.size }))
  })
}
