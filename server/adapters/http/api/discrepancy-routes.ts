import { z } from 'zod'
import { resolveDiscrepancy } from '../../../commands/resolve-discrepancy.ts'
import { setDiscrepancyPolicy } from '../../../commands/set-discrepancy-policy.ts'
import { accept } from '../../../protocol/ack.ts'
import { DiscrepancyPolicy, ResolveDiscrepancy } from '../../../protocol/discrepancy.ts'
import { DeviceId } from '../../../protocol/ids.ts'
import { DiscrepanciesView } from '../../../protocol/views/discrepancies-view.ts'
import { DiscrepancyCountView } from '../../../protocol/views/waiting-view.ts'
import { discrepanciesView } from '../../../queries/discrepancies.ts'
import { discrepancyCountView } from '../../../queries/waiting-counts.ts'
import { discrepancyPolicy } from '../../prisma/discrepancies.ts'
import type { Parts } from '../parts.ts'
import { type Api, route } from './route.ts'

/** What to do about a device that contradicts the registry. */
export function discrepancyRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/discrepancies',
    summary: 'Where devices contradict the registry now, and what is resolved without a person',
    answers: DiscrepanciesView,
    run: async ({ db, person, now }) => accept(await discrepanciesView(db, person, now)),
  })
  route(api, parts, {
    method: 'get',
    path: '/discrepancies/count',
    summary: 'How many devices contradict the registry',
    answers: DiscrepancyCountView,
    run: async ({ db, now }) => accept(await discrepancyCountView(db, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/devices/{id}/discrepancies/{discrepancy}/resolve',
    summary: 'Accept what a device says, or set it aside as broken',
    params: z.object({ id: DeviceId, discrepancy: z.string().regex(/^[0-9]{1,18}$/, 'a number') }),
    body: ResolveDiscrepancy,
    answers: z.null(),
    run: (ctx, { params, body }) =>
      resolveDiscrepancy(ctx, { deviceId: params.id, discrepancy: BigInt(params.discrepancy) }, body),
  })
  route(api, parts, {
    method: 'get',
    path: '/settings/discrepancy-policy',
    summary: 'Which disagreements resolve by themselves',
    answers: DiscrepancyPolicy,
    run: async ({ db }) => accept(await discrepancyPolicy(db)),
  })
  route(api, parts, {
    method: 'put',
    path: '/settings/discrepancy-policy',
    summary: 'Say which disagreements resolve by themselves',
    body: DiscrepancyPolicy,
    answers: z.object({ resolved: z.int() }),
    run: (ctx, { body }) => setDiscrepancyPolicy(ctx, body),
  })
}
