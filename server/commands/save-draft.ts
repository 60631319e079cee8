import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { BeginDraft, SaveDraft } from '../protocol/commands/drafts.ts'
import type { DraftSaved } from '../protocol/views/drafts-view.ts'
import type { CommandContext } from './command-context.ts'
import { refuseUnlessOperator } from './may-operate.ts'

/** More are no help to anybody: a page that was left open saves one draft, however long. */
const MOST = 50

/** Keeps what was chosen so far, for the one who chose it. Not audited: until it is planned, nothing was done. */
export async function beginDraft(ctx: CommandContext, asked: BeginDraft): Promise<Ack<DraftSaved>> {
  const forbidden = refuseUnlessOperator(ctx.person, 'plan a rollout')
  if (forbidden) return forbidden
  const ownerId = ctx.person.id
  if ((await ctx.db.rolloutDraft.count({ where: { ownerId } })) >= MOST)
    return refuse('conflict', `You have ${MOST} drafts: discard one, then this one is saved.`)
  const id = ctx.newId()
  await ctx.db.rolloutDraft.create({ data: { id, ownerId, ...asked, updatedAt: new Date(ctx.now) } })
  return accept({ id, version: 1, updatedAt: ctx.now })
}

/** The next version, written only over the one the page has seen: two tabs do not overwrite each other unseen. */
export async function saveDraft(
  ctx: CommandContext,
  id: string,
  { version, ...content }: SaveDraft,
): Promise<Ack<DraftSaved>> {
  const mine = { id, ownerId: ctx.person.id }
  const { count } = await ctx.db.rolloutDraft.updateMany({
    where: { ...mine, version },
    data: { ...content, version: version + 1, updatedAt: new Date(ctx.now) },
  })
  if (count === 1) return accept({ id, version: version + 1, updatedAt: ctx.now })
  return (await ctx.db.rolloutDraft.count({ where: mine })) === 0
    ? refuse('not-found', 'This draft was discarded or became a plan.')
    : refuse('stale', 'This draft was changed in another window since you opened it.')
}
