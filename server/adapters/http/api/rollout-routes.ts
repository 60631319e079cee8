import { z } from 'zod'
import { listCanaryChoices } from '../../../commands/canary-choices.ts'
import { createRollout } from '../../../commands/create-rollout.ts'
import { previewRollout } from '../../../commands/preview-rollout.ts'
import { accept } from '../../../protocol/ack.ts'
import { AskCanaryChoices, CreateRollout, PreviewRollout } from '../../../protocol/commands/create-rollout.ts'
import { RolloutId } from '../../../protocol/ids.ts'
import { CanaryChoicesView, NewRolloutView, PlanPreview } from '../../../protocol/views/new-rollout-view.ts'
import { FailureLogsView } from '../../../protocol/views/recovery-view.ts'
import { ReportView } from '../../../protocol/views/report-view.ts'
import {
  RolloutChartsView,
  RolloutDevicesView,
  RolloutEventsView,
  RolloutView,
} from '../../../protocol/views/rollout-view.ts'
import { RolloutsView } from '../../../protocol/views/rollouts-view.ts'
import { failureLogsView } from '../../../queries/failed-devices.ts'
import { newRolloutView } from '../../../queries/new-rollout.ts'
import { rolloutView } from '../../../queries/rollout.ts'
import { rolloutChartsView } from '../../../queries/rollout-charts.ts'
import { rolloutDevicesView } from '../../../queries/rollout-devices.ts'
import { rolloutEventsView } from '../../../queries/rollout-events.ts'
import { rolloutReportView } from '../../../queries/rollout-report.ts'
import { rolloutsView } from '../../../queries/rollouts.ts'
import type { Parts } from '../parts.ts'
import { answer, found } from './answer.ts'
import { describeRoute } from './describe.ts'
import { preflightEnvironmentOf } from './preflight-environment-of.ts'
import { ReportTable, reportCsv } from './report-csv.ts'
import { reportMarkdown } from './report-markdown.ts'
import { type Api, contextOf, malformed, route } from './route.ts'

const One = z.object({ id: RolloutId })
const OfTable = z.object({ table: ReportTable.default('devices') })
const OfWave = z.object({ wave: z.coerce.number().int().min(0).optional() })

/** Rollouts as they are read; what people do to them is in rollout-act-routes.ts. */
export function rolloutRoutes(api: Api, parts: Parts): void {
  const { demo } = parts
  route(api, parts, {
    method: 'get',
    path: '/rollouts',
    summary: 'All rollouts, those in flight on top',
    answers: RolloutsView,
    run: async ({ db, person, now }) => accept(await rolloutsView(db, person, now)),
  })
  route(api, parts, {
    method: 'get',
    path: '/rollouts/new',
    summary: 'What a new rollout can choose from',
    answers: NewRolloutView,
    run: async ({ db, person, now }) => accept(await newRolloutView(db, person, now, demo)),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts/plan',
    summary: 'What a rollout would touch; nothing is written',
    body: PreviewRollout,
    answers: PlanPreview,
    run: (ctx, { body }) => previewRollout(ctx, body, preflightEnvironmentOf(parts)),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts/plan/canary-choices',
    summary: 'Who could stand in for one canary of a plan; nothing is written',
    body: AskCanaryChoices,
    answers: CanaryChoicesView,
    run: (ctx, { body }) => listCanaryChoices(ctx, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/rollouts',
    summary: 'Freeze the plan and start',
    body: CreateRollout,
    answers: One,
    run: (ctx, { body }) => createRollout(ctx, body),
  })
  route(api, parts, {
    method: 'get',
    path: '/rollouts/{id}',
    summary: 'The live view of one rollout',
    params: One,
    answers: RolloutView,
    run: async ({ db, person, now }, { params }) => found(await rolloutView(db, person, now, params.id), 'rollout'),
  })
  route(api, parts, {
    method: 'get',
    path: '/rollouts/{id}/devices',
    summary: 'Who stands at each place of the wave lanes',
    params: One,
    answers: RolloutDevicesView,
    run: async ({ db, person, now }, { params }) =>
      found(await rolloutDevicesView(db, person, now, params.id), 'rollout'),
  })
  route(api, parts, {
    method: 'get',
    path: '/rollouts/{id}/events',
    summary: 'What happened, newest first',
    params: One,
    query: OfWave,
    answers: RolloutEventsView,
    run: async ({ db, person, now }, { params, query }) =>
      found(await rolloutEventsView(db, person, now, params.id, query.wave ?? null), 'rollout'),
  })
  route(api, parts, {
    method: 'get',
    path: '/rollouts/{id}/charts',
    summary: 'Baseline against current, by wave',
    params: One,
    query: OfWave,
    answers: RolloutChartsView,
    run: async ({ db, person, now }, { params, query }) =>
      found(await rolloutChartsView(db, person, now, params.id, query.wave ?? null), 'rollout'),
  })
  route(api, parts, {
    method: 'get',
    path: '/rollouts/{id}/report',
    summary: 'The deployment report',
    params: One,
    answers: ReportView,
    run: async ({ db, person, now }, { params }) =>
      found(await rolloutReportView(db, person, now, params.id), 'rollout'),
  })
  route(api, parts, {
    method: 'get',
    path: '/rollouts/{id}/failure-logs',
    summary: 'What failed devices said last (R-128)',
    params: One,
    answers: FailureLogsView,
    run: async ({ db, person, now }, { params }) => found(await failureLogsView(db, person, now, params.id), 'rollout'),
  })
  textRoutes(api, parts)
}

/** The same, as text for a ticket or a chat. */
function textRoutes(api: Api, parts: Parts): void {
  describeRoute(api, {
    method: 'get',
    path: '/rollouts/{id}/report.md',
    summary: 'The deployment report as Markdown',
    params: One,
    answers: z.string(),
    as: 'text/markdown',
  })
  api.get('/rollouts/:id/report.md', async (c) => {
    const params = One.safeParse(c.req.param())
    if (!params.success) return answer(c, malformed(params.error))
    const { db, person, now } = contextOf(parts, c.get('person'))
    const view = await rolloutReportView(db, person, now, params.data.id)
    if (!view) return answer(c, found(null, 'rollout'))
    return c.text(reportMarkdown(view), 200, { 'content-type': 'text/markdown; charset=utf-8' })
  })
  describeRoute(api, {
    method: 'get',
    path: '/rollouts/{id}/report.csv',
    summary: 'One table of the deployment report as CSV',
    params: One,
    query: OfTable,
    answers: z.string(),
    as: 'text/csv',
  })
  api.get('/rollouts/:id/report.csv', async (c) => {
    const params = One.safeParse(c.req.param())
    if (!params.success) return answer(c, malformed(params.error))
    const query = OfTable.safeParse(c.req.query())
    if (!query.success) return answer(c, malformed(query.error))
    const { db, person, now } = contextOf(parts, c.get('person'))
    const view = await rolloutReportView(db, person, now, params.data.id)
    const devices = await rolloutDevicesView(db, person, now, params.data.id)
    if (!view || !devices) return answer(c, found(null, 'rollout'))
    return c.text(reportCsv(view, devices, query.data.table), 200, { 'content-type': 'text/csv; charset=utf-8' })
  })
  describeRoute(api, {
    method: 'get',
    path: '/rollouts/{id}/state-block',
    summary: 'The state of the rollout as one block of text (R-106)',
    params: One,
    answers: z.string(),
    as: 'text/plain',
  })
  api.get('/rollouts/:id/state-block', async (c) => {
    const params = One.safeParse(c.req.param())
    if (!params.success) return answer(c, malformed(params.error))
    const { db, person, now } = contextOf(parts, c.get('person'))
    const view = await rolloutView(db, person, now, params.data.id)
    return view ? c.text(view.stateBlock) : answer(c, found(null, 'rollout'))
  })
}
