import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { DraftChoices } from '../protocol/commands/drafts.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Draft, DraftsView } from '../protocol/views/drafts-view.ts'
import type { Person } from '../protocol/views/person.ts'

/** One's own drafts, the newest first. */
export async function draftsView(db: PrismaClient, person: Person, now: Instant): Promise<DraftsView> {
  const rows = await db.rolloutDraft.findMany({ where: { ownerId: person.id }, orderBy: { updatedAt: 'desc' } })
  return {
    serverTime: now,
    drafts: rows.map(
      ({ id, title, choices, revisionOf, version, updatedAt }): Draft => ({
        id,
        title,
        choices: DraftChoices.parse(choices),
        revisionOf,
        version,
        updatedAt: updatedAt.getTime() as Instant,
      }),
    ),
  }
}
