import { type Ack, accept } from '../protocol/ack.ts'
import type { CommandContext } from './command-context.ts'

/** One's own; a draft that is gone already is as good as discarded. */
export async function discardDraft({ db, person }: CommandContext, id: string): Promise<Ack<null>> {
  await db.rolloutDraft.deleteMany({ where: { id, ownerId: person.id } })
  return accept(null)
}
