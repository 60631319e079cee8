import { z } from 'zod'
import { acceptReported } from '../../../commands/accept-reported.ts'
import { changeDriftRule } from '../../../commands/change-drift-rule.ts'
import { createDriftRule } from '../../../commands/create-drift-rule.ts'
import { previewAccept } from '../../../commands/preview-accept.ts'
import { previewReconcile } from '../../../commands/preview-reconcile.ts'
import { reconcileDrift } from '../../../commands/reconcile-drift.ts'
import { stopReconcile } from '../../../commands/stop-reconcile.ts'
import { accept } from '../../../protocol/ack.ts'
import {
  AcceptPreview,
  AcceptReported,
  CreateDriftRule,
  PreviewAccept,
  PreviewReconcile,
  Reconcile,
  ReconcileOpened,
  ReconcilePreview,
  ReportedAccepted,
} from '../../../protocol/commands/drift-acts.ts'
import { DeviceId } from '../../../protocol/ids.ts'
import { DeviceDriftView, DriftView } from '../../../protocol/views/drift-view.ts'
import { deviceDriftView } from '../../../queries/device-drift.ts'
import { driftView } from '../../../queries/drift.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { type Api, route } from './route.ts'

const Id = z.object({ id: z.string().min(1).max(100) })

/** Where devices differ from what is intended, and what is done about it. */
export function driftRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/drift',
    summary: 'Differences between desired and reported, by kind, key and cause; ignored ones apart',
    answers: DriftView,
    run: async ({ db, person, now }) => accept(await driftView(db, person, now)),
  })
  route(api, parts, {
    method: 'get',
    path: '/devices/{id}/drift',
    summary: 'One device: desired beside reported, key by key',
    params: z.object({ id: DeviceId }),
    answers: DeviceDriftView,
    run: async ({ db, person, now }, { params }) => found(await deviceDriftView(db, person, now, params.id), 'device'),
  })
  route(api, parts, {
    method: 'post',
    path: '/drift/reconcile/preview',
    summary: 'What a reconcile would do: exact keys, restarts, order',
    body: PreviewReconcile,
    answers: ReconcilePreview,
    run: (ctx, { body }) => previewReconcile(ctx, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/drift/reconcile',
    summary: 'Bring one device, or one difference wherever it is, back to what is intended',
    body: Reconcile,
    answers: ReconcileOpened,
    run: (ctx, { body }) => reconcileDrift(ctx, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/drift/accept/preview',
    summary: 'What taking a reported value as desired would mean',
    body: PreviewAccept,
    answers: AcceptPreview,
    run: (ctx, { body }) => previewAccept(ctx, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/drift/accept',
    summary: 'Take what a device reports, or one difference wherever it is, as desired from now on',
    body: AcceptReported,
    answers: ReportedAccepted,
    run: (ctx, { body }) => acceptReported(ctx, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/drift/reconciles/{id}/stop',
    summary: 'Ask no further device',
    params: Id,
    answers: z.null(),
    run: (ctx, { params }) => stopReconcile(ctx, params),
  })
  route(api, parts, {
    method: 'post',
    path: '/drift/rules',
    summary: 'Decide what is done about differences like these: report, reconcile or ignore',
    body: CreateDriftRule,
    answers: z.object({ id: z.string() }),
    run: (ctx, { body }) => createDriftRule(ctx, body),
  })
  for (const change of ['end', 'restart'] as const)
    route(api, parts, {
      method: 'post',
      path: `/drift/rules/{id}/${change}`,
      summary: change === 'end' ? 'End a rule' : 'Let a rule that stopped after a failure ask devices again',
      params: Id,
      answers: z.null(),
      run: (ctx, { params }) => changeDriftRule(ctx, { ...params, change }),
    })
}
