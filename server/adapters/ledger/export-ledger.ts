import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { RolloutId } from '../../protocol/ids.ts'
import { type LedgerEntry, type LedgerLine, type Seal, SealedEntry } from '../../protocol/ledger.ts'
import type { LedgerSeal, PrismaClient } from '../prisma/generated/client.ts'
import { auditEntries, decisionEntry } from '../prisma/ledger-entries.ts'
import { NO_SEAL } from './chain.ts'

/**
 * Every seal and what it holds, a line each; of one rollout: every seal, and its entries. The lists are those that were sealed, the
 * entries are as they are now: whether they fit is for the reader to find out. Memory holds one seal's list.
 */
export async function* exportLedger(db: PrismaClient, rollout: RolloutId | null): AsyncGenerator<string> {
  yield line({ ledger: 1, rollout })
  let seals = 0
  let newest = NO_SEAL
  for (;;) {
    const row = await db.ledgerSeal.findUnique({ where: { number: seals + 1 } })
    if (!row) break
    const entries = SealedEntry.array().parse(row.entries)
    const concerned = rollout === null || row.rollouts.includes(rollout)
    yield line({ seal: sealOf(row, entries.length), hash: row.hash, entries: concerned ? entries : null })
    if (concerned)
      yield* contents(
        db,
        entries.filter(([, of]) => rollout === null || of === rollout),
      )
    seals = row.number
    newest = row.hash
  }
  yield line({ end: { seals, newest } })
}

async function* contents(db: PrismaClient, entries: readonly SealedEntry[]): AsyncGenerator<string> {
  const named = entries.map(([name]) => {
    const [kind, id = ''] = name.split(':')
    return { kind, id: BigInt(id) }
  })
  const audits = await auditEntries(
    db,
    named.flatMap(({ kind, id }) => (kind === 'audit' ? id : [])),
  )
  for (const { kind, id } of named) {
    const entry: LedgerEntry | null | undefined = kind === 'audit' ? audits.get(id) : await decisionEntry(db, id)
    if (entry) yield line({ entry })
  }
}

const sealOf = (row: LedgerSeal, count: number): Seal => ({
  number: row.number,
  at: row.at.getTime() as Seal['at'],
  previous: row.previous,
  count,
  rollouts: row.rollouts,
  digest: row.digest,
})

const line = (content: LedgerLine) => `${canonicalJson(content)}\n`
