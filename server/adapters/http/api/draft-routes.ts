import { z } from 'zod'
import { discardDraft } from '../../../commands/discard-draft.ts'
import { beginDraft, saveDraft } from '../../../commands/save-draft.ts'
import { accept } from '../../../protocol/ack.ts'
import { BeginDraft, SaveDraft } from '../../../protocol/commands/drafts.ts'
import { DraftSaved, DraftsView } from '../../../protocol/views/drafts-view.ts'
import { draftsView } from '../../../queries/drafts.ts'
import type { Parts } from '../parts.ts'
import { type Api, route } from './route.ts'

const One = z.object({ id: z.string().max(100) })

/** Choices of new rollouts that nobody planned yet, each person's own. */
export function draftRoutes(api: Api, parts: Parts): void {
  route(api, parts, {
    method: 'get',
    path: '/drafts',
    summary: 'Your own drafts of rollouts, the newest first',
    answers: DraftsView,
    run: async ({ db, person, now }) => accept(await draftsView(db, person, now)),
  })
  route(api, parts, {
    method: 'post',
    path: '/drafts',
    summary: 'Keep what was chosen so far; a draft is never a plan',
    body: BeginDraft,
    answers: DraftSaved,
    run: (ctx, { body }) => beginDraft(ctx, body),
  })
  route(api, parts, {
    method: 'put',
    path: '/drafts/{id}',
    summary: 'Save a draft over the version you have seen',
    params: One,
    body: SaveDraft,
    answers: DraftSaved,
    run: (ctx, { params, body }) => saveDraft(ctx, params.id, body),
  })
  route(api, parts, {
    method: 'delete',
    path: '/drafts/{id}',
    summary: 'Discard a draft',
    params: One,
    answers: z.null(),
    run: (ctx, { params }) => discardDraft(ctx, params.id),
  })
}
