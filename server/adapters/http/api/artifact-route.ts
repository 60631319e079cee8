import { z } from 'zod'
import { usedBytes } from '../../../commands/begin-upload.ts'
import { refuseUnlessOperator } from '../../../commands/may-operate.ts'
import { recordArtifact } from '../../../commands/record-artifact.ts'
import { removeUnneeded } from '../../../commands/remove-unneeded.ts'
import { accept } from '../../../protocol/ack.ts'
import { ArtifactsRemoved, RemoveArtifacts } from '../../../protocol/commands/remove-artifacts.ts'
import { Sha256 } from '../../../protocol/ids.ts'
import { ArtifactStored } from '../../../protocol/views/releases-view.ts'
import { StorageView } from '../../../protocol/views/storage-view.ts'
import { storageView } from '../../../queries/storage.ts'
import type { Parts } from '../parts.ts'
import { answer, found } from './answer.ts'
import { describeRoute } from './describe.ts'
import { type Api, contextOf, malformed, route } from './route.ts'

/** `PUT /artifacts/:sha256`: streamed to disk, hashed on the way, recorded when its bytes are durable. */
export function artifactRoute(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/artifacts',
    summary: 'What the store holds, what of it nothing needs any more, and why the rest stays',
    answers: StorageView,
    run: async ({ db, person, now }) => accept(await storageView(db, person, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/artifacts/remove',
    summary: 'Remove artifacts at once that nothing needs; what something needs after all stays, with the reason',
    body: RemoveArtifacts,
    answers: ArtifactsRemoved,
    run: (ctx, { body }) => removeUnneeded(ctx, body, (sha256) => parts.artifacts.remove(sha256)),
  })
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
    const artifact = { sha256: sha256.data, size: stored.value.size }
    const sizeInStore = (held: Sha256) => parts.artifacts.size(held)
    return answer(c, await recordArtifact(contextOf(parts, person), artifact, sizeInStore))
  })
}
