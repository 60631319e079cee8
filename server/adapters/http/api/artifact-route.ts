import { z } from 'zod'
import { refuseUnlessOperator } from '../../../commands/may-operate.ts'
import { recordArtifact } from '../../../commands/record-artifact.ts'
import { Sha256 } from '../../../protocol/ids.ts'
import { ArtifactStored } from '../../../protocol/views/releases-view.ts'
import type { Parts } from '../parts.ts'
import { answer } from './answer.ts'
import { describeRoute } from './describe.ts'
import { type Api, contextOf, malformed } from './route.ts'

/** `PUT /artifacts/:sha256`: streamed to disk, hashed on the way, recorded when its bytes are durable. */
export function artifactRoute(api: Api, parts: Parts): void {
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
    const stored = await parts.artifacts.put(sha256.data, c.env.incoming)
    if (!stored.ok) return answer(c, stored)
    return answer(c, await recordArtifact(contextOf(parts, person), { sha256: sha256.data, size: stored.value.size }))
  })
}
