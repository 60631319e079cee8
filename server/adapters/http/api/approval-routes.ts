import { z } from 'zod'
import { approve, reject } from '../../../commands/decide-approval.ts'
import { accept } from '../../../protocol/ack.ts'
import { DecideApproval } from '../../../protocol/commands/rollout-acts.ts'
import { ApprovalId } from '../../../protocol/ids.ts'
import { ApprovalsView, ApprovalView } from '../../../protocol/views/approval-view.ts'
import { approvalView } from '../../../queries/approval.ts'
import { approvalsView } from '../../../queries/approvals.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { type Api, route } from './route.ts'

const One = z.object({ id: ApprovalId })

export function approvalRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/approvals',
    summary: 'What waits for a person, and what was decided',
    answers: ApprovalsView,
    run: async ({ db, person, now }) => accept(await approvalsView(db, person, now)),
  })
  route(api, parts, {
    method: 'get',
    path: '/approvals/{id}',
    summary: 'One approval with its frozen evidence',
    params: One,
    answers: ApprovalView,
    run: async ({ db, person, now }, { params }) => found(await approvalView(db, person, now, params.id), 'approval'),
  })
  route(api, parts, {
    method: 'post',
    path: '/approvals/{id}/approve',
    summary: 'Let the wave through',
    params: One,
    body: DecideApproval,
    answers: z.null(),
    run: (ctx, { params, body }) => approve(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'post',
    path: '/approvals/{id}/reject',
    summary: 'Stop here; exposed devices go back',
    params: One,
    body: DecideApproval,
    answers: z.null(),
    run: (ctx, { params, body }) => reject(ctx, params.id, body),
  })
}
