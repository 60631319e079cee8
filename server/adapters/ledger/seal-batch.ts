import type { Instant } from '../../protocol/ids.ts'
import type { SealedEntry } from '../../protocol/ledger.ts'
import type { Prisma, PrismaClient } from '../prisma/generated/client.ts'
import { auditEntries, decisionEntry } from '../prisma/ledger-entries.ts'
import { toDate } from '../prisma/rollout-row.ts'
import { digestOf, entryName, NO_SEAL, sealed, sealHash } from './chain.ts'

/** Entries of one seal at most: memory holds a batch, and an export lists no more than this at once. */
const MOST = 2_000
const LOCK = 72707370 // the next to the one migrations take
const LONGEST_MS = 60_000

/**
 * Seals what no seal holds yet, oldest first, and answers how many entries that were; 0 also while another server is at it. The
 * seal and the end of the wait of its entries are one transaction: killed anywhere, the next one begins where this one did.
 */
export async function sealBatch(db: PrismaClient, now: Instant, most = MOST): Promise<number> {
  return db.$transaction(
    async (tx) => {
      const [lock] = await tx.$queryRaw<{ mine: boolean }[]>`select pg_try_advisory_xact_lock(${LOCK}) as mine`
      if (!lock?.mine) return 0
      const entries = await takeUnsealed(tx, most)
      if (entries.length === 0) return 0
      const last = await tx.ledgerSeal.findFirst({ orderBy: { number: 'desc' }, select: { number: true, hash: true } })
      const seal = {
        number: (last?.number ?? 0) + 1,
        at: now,
        previous: last?.hash ?? NO_SEAL,
        count: entries.length,
        rollouts: [...new Set(entries.flatMap(([, rollout]) => rollout || []))].toSorted(),
        digest: digestOf(entries),
      }
      const { count: _, ...row } = seal
      await tx.ledgerSeal.create({
        data: { ...row, at: toDate(now), entries: entries as unknown as Prisma.InputJsonValue, hash: sealHash(seal) },
        select: { number: true },
      })
      return entries.length
    },
    { timeout: LONGEST_MS },
  )
}

/** Waiting entries in the order they were written, each kind by itself. */
async function takeUnsealed(tx: Prisma.TransactionClient, most: number): Promise<SealedEntry[]> {
  const taken = await tx.$queryRaw<{ kind: 'audit' | 'decision'; entryId: bigint }[]>`
    delete from "LedgerUnsealed" u using (
      select "kind", "entryId" from "LedgerUnsealed" order by "kind", "entryId" limit ${most}
    ) t where t."kind" = u."kind" and t."entryId" = u."entryId" returning u."kind", u."entryId"`
  taken.sort((one, other) =>
    one.kind === other.kind ? Number(one.entryId - other.entryId) : one.kind < other.kind ? -1 : 1,
  )
  const audits = await auditEntries(
    tx,
    taken.flatMap(({ kind, entryId }) => (kind === 'audit' ? entryId : [])),
  )
  const entries: SealedEntry[] = []
  for (const { kind, entryId } of taken) {
    const entry = kind === 'audit' ? audits.get(entryId) : await decisionEntry(tx, entryId)
    // One that somebody took away before it was sealed: the seal says for ever that it was there.
    entries.push(entry ? sealed(entry) : [entryName({ kind, id: String(entryId) }), '', NO_SEAL])
  }
  return entries
}
