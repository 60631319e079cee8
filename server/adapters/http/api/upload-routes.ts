import { MemoryLocker, Server } from '@tus/server'
import { z } from 'zod'
import { beginUpload } from '../../../commands/begin-upload.ts'
import type { Refusal } from '../../../protocol/ack.ts'
import { BeginUpload } from '../../../protocol/commands/begin-upload.ts'
import type { Person } from '../../../protocol/views/person.ts'
import { finishUploads } from '../../artifacts/finish-uploads.ts'
import { UploadStore } from '../../artifacts/upload-store.ts'
import type { Parts } from '../parts.ts'
import { STATUS } from './answer.ts'
import { describeRoute } from './describe.ts'
import { type Api, contextOf } from './route.ts'

export const UPLOADS_PATH = '/api/v1/uploads'

/** What tus answers its client with: a refusal in the words of every other route. */
type Thrown = { readonly status_code: number; readonly body: string }

/**
 * Resumable uploads by the tus protocol 1.0 (creation, termination). The metadata `sha256` is promised first and verified at
 * the end; only then do the bytes become an artifact. An upload belongs to whoever began it.
 */
export function uploadRoutes(api: Api, parts: Parts): void {
  describeUploads(api)
  // One writer an upload, also when its client comes back before the old connection is known to be dead.
  const locker = new MemoryLocker()
  const store = new UploadStore(parts)
  const finishing = finishUploads(parts)

  const serverFor = (person: Person) =>
    new Server({
      path: UPLOADS_PATH,
      datastore: store,
      locker,
      relativeLocation: true,
      allowedOrigins: () => false,
      disableTerminationForFinishedUploads: true,
      maxSize: parts.uploads.artifactMaxBytes,
      async namingFunction(req, metadata) {
        const asked = BeginUpload.safeParse({
          sha256: metadata?.sha256,
          size: Number(req.headers.get('upload-length') ?? Number.NaN),
        })
        if (!asked.success) throw thrown({ code: 'malformed', message: z.prettifyError(asked.error) })
        const begun = await beginUpload(contextOf(parts, person), asked.data, parts.uploads)
        if (!begun.ok) throw thrown(begun.refusal)
        return begun.value.id
      },
      async onIncomingRequest(_req, id) {
        if (!id) return
        const row = await parts.db.upload.findUnique({ where: { id }, select: { createdBy: true } })
        if (row && row.createdBy === person.id) return
        throw thrown({ code: 'not-found', message: 'There is no such upload: begin it again.' })
      },
      async onUploadFinish(_req, upload) {
        const finished = await finishing.finish(contextOf(parts, person), upload.id)
        if (!finished.ok) throw thrown(finished.refusal)
        return {}
      },
    })

  // The router looks for HEAD among GET.
  for (const path of ['/uploads', '/uploads/:id'])
    api.on(['POST', 'GET', 'PATCH', 'DELETE', 'OPTIONS'], path, async (c) => {
      const person = c.get('person')
      // Power may have gone between the last byte and the artifact: who asks for the offset hears the truth.
      const id = c.req.param('id')
      if (c.req.method === 'HEAD' && id) {
        const finished = await finishing.finishWhenWhole(contextOf(parts, person), id)
        if (!finished.ok) return c.body(null, STATUS[finished.refusal.code])
      }
      return serverFor(person).handleWeb(c.req.raw)
    })
}

const thrown = (refusal: Refusal): Thrown => ({
  status_code: STATUS[refusal.code],
  body: JSON.stringify({ refusal }),
})

function describeUploads(api: Api): void {
  describeRoute(api, {
    method: 'post',
    path: '/uploads',
    summary:
      'Begin a resumable upload by the tus protocol 1.0: Upload-Length, and sha256 in Upload-Metadata; the answer’s Location takes the bytes by PATCH',
    answers: z.null(),
  })
  for (const [method, summary] of [
    ['head', 'Say how many bytes of an upload have arrived: Upload-Offset'],
    ['patch', 'Send bytes of an upload from Upload-Offset on; with the last one it becomes an artifact'],
    ['delete', 'Give an upload up'],
  ] as const)
    describeRoute(api, {
      method,
      path: '/uploads/{id}',
      summary,
      params: z.object({ id: z.string() }),
      answers: z.null(),
    })
}
