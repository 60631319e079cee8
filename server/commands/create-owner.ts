import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { type Ack, accept, refuse } from '../protocol/ack.ts'
import type { Instant } from '../protocol/ids.ts'
import { audit } from './audit.ts'

/**
 * Creates the owner of a server that has no people yet. `insert` writes the person and answers the id; two first visitors
 * at once are told apart by a lock, so that there is one owner.
 */
export async function createOwner(
  ctx: { readonly db: PrismaClient; readonly now: Instant },
  owner: { readonly name: string; readonly email: string },
  insert: (tx: Prisma.TransactionClient) => Promise<string>,
): Promise<Ack<{ id: string }>> {
  return ctx.db.$transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('wavegate:setup', 0))`
    if ((await tx.user.count()) > 0)
      return refuse('conflict', 'This server has an owner already: sign in, or ask the owner for an account.')
    const id = await insert(tx)
    await audit(tx, {
      at: ctx.now,
      actor: { kind: 'person', id, name: owner.name },
      action: 'person.create',
      object: { kind: 'person', id },
      outcome: 'done',
      reason: `first visit: ${owner.email} owns this server`,
    })
    return accept({ id })
  })
}
