import { z } from 'zod'
import { planNow } from '../../../commands/plan-now.ts'
import { revisePlan } from '../../../commands/revise-plan.ts'
import { savePlan } from '../../../commands/save-plan.ts'
import { startPlan } from '../../../commands/start-plan.ts'
import { accept } from '../../../protocol/ack.ts'
import { CreateRollout } from '../../../protocol/commands/create-rollout.ts'
import { RolloutId } from '../../../protocol/ids.ts'
import { PlanNumber } from '../../../protocol/plan-document.ts'
import { PlanDiffView, PlanNowView, PlanSaved, PlansView, PlanView } from '../../../protocol/views/plan-view.ts'
import { planView } from '../../../queries/plan.ts'
import { planDiffView } from '../../../queries/plan-diff.ts'
import { plansView } from '../../../queries/plans.ts'
import type { Parts } from '../parts.ts'
import { found } from './answer.ts'
import { preflightEnvironmentOf } from './preflight-environment-of.ts'
import { type Api, route } from './route.ts'

const One = z.object({ number: PlanNumber })
const Two = z.object({ a: PlanNumber, b: PlanNumber })

/** Plans as documents: kept, compared, planned again, and started only as they were kept. */
export function planRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/plans',
    summary: 'Every plan that was saved or started, the newest first',
    answers: PlansView,
    run: async ({ db, person, now }) => accept(await plansView(db, person, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/plans',
    summary: 'Keep a plan as a document; nothing is started',
    body: CreateRollout,
    answers: PlanSaved,
    run: (ctx, { body }) => savePlan(ctx, body, preflightEnvironmentOf(parts)),
  })
  route(api, parts, {
    method: 'get',
    path: '/plans/diff',
    summary: 'What plan b does otherwise than plan a',
    query: Two,
    answers: PlanDiffView,
    run: async ({ db, now }, { query }) => found(await planDiffView(db, now, query.a, query.b), 'plan'),
  })
  route(api, parts, {
    method: 'get',
    path: '/plans/{number}',
    summary: 'One plan as it was decided about',
    params: One,
    answers: PlanView,
    run: async ({ db, person, now }, { params }) => found(await planView(db, person, now, params.number), 'plan'),
  })
  route(api, parts, {
    method: 'get',
    path: '/plans/{number}/now',
    summary: 'The same request planned now: what differs, and the pre-flight',
    params: One,
    answers: PlanNowView,
    run: (ctx, { params }) => planNow(ctx, params.number, preflightEnvironmentOf(parts)),
  })
  route(api, parts, {
    method: 'post',
    path: '/plans/{number}/start',
    summary: 'Start exactly this plan; refused with the difference when it would come out otherwise now',
    params: One,
    answers: z.object({ id: RolloutId }),
    run: (ctx, { params }) => startPlan(ctx, params.number),
  })
  route(api, parts, {
    method: 'post',
    path: '/plans/{number}/revise',
    summary: 'Keep the plan as it comes out now, as a revision of this one',
    params: One,
    answers: PlanSaved,
    run: (ctx, { params }) => revisePlan(ctx, params.number, preflightEnvironmentOf(parts)),
  })
}
