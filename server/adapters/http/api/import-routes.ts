import { Readable } from 'node:stream'
import { z } from 'zod'
import { applyImport } from '../../../commands/apply-import.ts'
import { draftImport } from '../../../commands/draft-import.ts'
import { removeExpectedDevice } from '../../../commands/remove-expected-device.ts'
import { accept, refuse } from '../../../protocol/ack.ts'
import { ApplyImport, ImportApplied } from '../../../protocol/commands/apply-import.ts'
import { DeviceId } from '../../../protocol/ids.ts'
import { SelectorText, selectorOf } from '../../../protocol/selector/selector.ts'
import { ImportsView, ImportView } from '../../../protocol/views/import-view.ts'
import { importView } from '../../../queries/registry-import.ts'
import { importsView } from '../../../queries/registry-imports.ts'
import { exportRegistry } from '../../prisma/registry-export.ts'
import { readCsv } from '../../registry-file/read-csv.ts'
import { readJson } from '../../registry-file/read-json.ts'
import { csvOf, jsonOf } from '../../registry-file/write-file.ts'
import type { Parts } from '../parts.ts'
import { answer, found } from './answer.ts'
import { describeRoute } from './describe.ts'
import { type Api, contextOf, malformed, route } from './route.ts'

const One = z.object({ id: z.string().min(1).max(100) })

/** The registry as a file: in two steps on the way in, streamed on the way out. */
export function importRoutes(api: Api, parts: Parts): void {
  draftRoute(api, parts)
  route(api, parts, {
    method: 'get',
    path: '/registry/imports',
    summary: 'Files that were read lately, and devices that are expected',
    answers: ImportsView,
    run: async ({ db, person, now }) => accept(await importsView(db, person, now)),
  })
  route(api, parts, {
    method: 'get',
    path: '/registry/imports/{id}',
    summary: 'What a file would change, and everything that is wrong with it',
    params: One,
    answers: ImportView,
    run: async ({ db, person, now }, { params }) => found(await importView(db, person, now, params.id), 'import'),
  })
  route(api, parts, {
    method: 'post',
    path: '/registry/imports/{id}/apply',
    summary: 'Import the good rows; bad ones are left out only when asked',
    params: One,
    body: ApplyImport,
    answers: ImportApplied,
    run: (ctx, { params, body }) => applyImport(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'delete',
    path: '/registry/expected/{id}',
    summary: 'Expect a device no longer',
    params: z.object({ id: DeviceId }),
    answers: z.null(),
    run: (ctx, { params }) => removeExpectedDevice(ctx, params.id),
  })
  exportRoute(api, parts)
}

const FILE_BODY = { schema: { type: 'string' } }
const FileName = z.object({
  name: z
    .string()
    .trim()
    .max(200)
    .regex(/^\P{Cc}*$/u)
    .default('registry'),
})

/** `POST /registry/imports?name=`: the file is the body, read and judged as it comes. */
function draftRoute(api: Api, parts: Parts): void {
  describeRoute(
    api,
    {
      method: 'post',
      path: '/registry/imports',
      summary: 'Read a registry file and judge every row; nothing is changed until it is applied',
      query: FileName,
      answers: z.object({ id: z.string() }),
    },
    { required: true, content: { 'text/csv': FILE_BODY, 'application/json': FILE_BODY } },
  )
  api.post('/registry/imports', async (c) => {
    const query = FileName.safeParse(c.req.query())
    if (!query.success) return answer(c, malformed(query.error))
    const format = FORMAT[c.req.header('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '']
    if (!format) return answer(c, refuse('malformed', 'Send the file as text/csv or application/json.'))
    // The connection outlives a file that is refused half-way: the answer says why.
    const bytes = c.env.incoming.iterator({ destroyOnReturn: false })
    const items = format === 'csv' ? readCsv(bytes) : readJson(bytes)
    return answer(c, await draftImport(contextOf(parts, c.get('person')), { name: query.data.name, format }, items))
  })
}

const FORMAT: Readonly<Record<string, 'csv' | 'json'>> = { 'text/csv': 'csv', 'application/json': 'json' }

const Export = z.object({ where: SelectorText.default(''), format: z.enum(['csv', 'json']).default('csv') })

/** `GET /registry/export?where=&format=`: anybody who may look may take it along. */
function exportRoute(api: Api, parts: Parts): void {
  describeRoute(api, {
    method: 'get',
    path: '/registry/export',
    summary: 'The registry as CSV or JSON, streamed',
    query: Export,
    answers: z.string(),
  })
  api.get('/registry/export', (c) => {
    const query = Export.safeParse(c.req.query())
    if (!query.success) return answer(c, malformed(query.error))
    const { db, now } = contextOf(parts, c.get('person'))
    const { where, format } = query.data
    const rows = exportRegistry(db, selectorOf(where), now)
    const stream = format === 'csv' ? csvOf(rows) : jsonOf(rows)
    stream.on('error', (cause) => parts.log.warn({ err: cause }, 'an export broke off'))
    return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/json; charset=utf-8',
      'content-disposition': `attachment; filename="registry.${format}"`,
    })
  })
}
