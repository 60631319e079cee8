import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Instant, RolloutId } from '../protocol/ids.ts'
import type { LedgerView } from '../protocol/ledger.ts'
import type { Person } from '../protocol/views/person.ts'

type Counts = { decisions: bigint; acts: bigint; unsealed: bigint }

/** How much the ledger holds, of one rollout or of all, and the newest seal, which somebody may write down. */
export async function ledgerView(
  db: PrismaClient,
  _person: Person,
  now: Instant,
  rollout: RolloutId | null,
): Promise<LedgerView | null> {
  if (rollout !== null && !(await db.rollout.findUnique({ where: { id: rollout }, select: { id: true } }))) return null
  const of = rollout === null ? Prisma.sql`true` : Prisma.sql`e."rolloutId" = ${rollout}`
  const waiting = (kind: string, table: 'AuditEntry' | 'LedgerDecision') => Prisma.sql`
    (select count(*) from "LedgerUnsealed" u join ${Prisma.raw(`"${table}"`)} e on e."id" = u."entryId"
      where u."kind" = ${kind} and ${of})`
  const [counts] = await db.$queryRaw<Counts[]>`
    select (select count(*) from "LedgerDecision" e where ${of}) as decisions,
      (select count(*) from "AuditEntry" e where ${of}) as acts,
      ${waiting('audit', 'AuditEntry')} + ${waiting('decision', 'LedgerDecision')} as unsealed`
  const newest = await db.ledgerSeal.findFirst({
    orderBy: { number: 'desc' },
    select: { number: true, at: true, hash: true },
  })
  return {
    serverTime: now,
    decisions: Number(counts?.decisions ?? 0),
    acts: Number(counts?.acts ?? 0),
    unsealed: Number(counts?.unsealed ?? 0),
    newest: newest && { ...newest, at: newest.at.getTime() as Instant },
  }
}
