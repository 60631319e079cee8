import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { DraftChoices } from '../protocol/commands/drafts.ts'
import type { Instant } from '../protocol/ids.ts'
import type { RolloutSeed } from '../protocol/views/drafts-view.ts'
import type { Person } from '../protocol/views/person.ts'

type Asked = { readonly draft: string | null; readonly revise: number | null }

/** What to fill a new rollout with; null when neither a draft of one's own nor a plan was named, or they are gone. */
export async function rolloutSeed(db: PrismaClient, person: Person, asked: Asked): Promise<RolloutSeed | null> {
  const { draft: id, revise } = asked
  const draft = id === null ? null : await db.rolloutDraft.findFirst({ where: { id, ownerId: person.id } })
  if (draft)
    return {
      draft: { id: draft.id, version: draft.version, updatedAt: draft.updatedAt.getTime() as Instant },
      choices: DraftChoices.parse(draft.choices),
      revisionOf: draft.revisionOf,
    }
  const plan =
    revise === null ? null : await db.rolloutPlan.findUnique({ where: { number: revise }, select: { request: true } })
  return plan ? { draft: null, choices: DraftChoices.parse(plan.request), revisionOf: revise } : null
}
