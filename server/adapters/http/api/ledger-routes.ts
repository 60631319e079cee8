import { Readable } from 'node:stream'
import { z } from 'zod'
import { noteLedgerExport } from '../../../commands/note-ledger-export.ts'
import { RolloutId } from '../../../protocol/ids.ts'
import { LedgerView } from '../../../protocol/ledger.ts'
import { ledgerView } from '../../../queries/ledger.ts'
import { exportLedger } from '../../ledger/export-ledger.ts'
import type { Parts } from '../parts.ts'
import { answer, found } from './answer.ts'
import { describeRoute } from './describe.ts'
import { type Api, contextOf, malformed, route } from './route.ts'

const One = z.object({ id: RolloutId })
const Export = z.object({ rollout: RolloutId.optional() })

/** B-10: what was decided and done, in a form that proves itself elsewhere. */
export function ledgerRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/ledger',
    summary:
      'How much the ledger holds, and its newest seal: write its hash down to find out later whether it was rewritten',
    answers: LedgerView,
    run: async ({ db, person, now }) => found(await ledgerView(db, person, now, null), 'ledger'),
  })
  route(api, parts, {
    method: 'get',
    path: '/rollouts/{id}/ledger',
    summary: 'How much the ledger holds of one rollout, and the newest seal of all',
    params: One,
    answers: LedgerView,
    run: async ({ db, person, now }, { params }) => found(await ledgerView(db, person, now, params.id), 'rollout'),
  })
  describeRoute(api, {
    method: 'get',
    path: '/ledger/export',
    summary: 'What is sealed, as JSON lines, streamed; `rollout` leaves the entries of others out. Itself audited',
    query: Export,
    answers: z.string(),
    as: 'application/x-ndjson',
  })
  api.get('/ledger/export', async (c) => {
    const query = Export.safeParse(c.req.query())
    if (!query.success) return answer(c, malformed(query.error))
    const ctx = contextOf(parts, c.get('person'))
    const rollout = query.data.rollout ?? null
    if (!(await ledgerView(ctx.db, ctx.person, ctx.now, rollout))) return answer(c, found(null, 'rollout'))
    await noteLedgerExport(ctx, rollout)
    const stream = Readable.from(exportLedger(ctx.db, rollout))
    stream.on('error', (cause) => parts.log.warn({ err: cause }, 'an export broke off'))
    return c.body(Readable.toWeb(stream) as ReadableStream, 200, {
      'content-type': 'application/x-ndjson; charset=utf-8',
      'content-disposition': `attachment; filename="ledger${rollout ? `-${rollout}` : ''}.jsonl"`,
    })
  })
}
