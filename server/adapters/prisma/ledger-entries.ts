import type { Instant } from '../../protocol/ids.ts'
import type { LedgerEntry } from '../../protocol/ledger.ts'
import type { AuditEntry, LedgerDecision, Prisma } from './generated/client.ts'

/** As it is sealed and exported: columns added later are no part of it, or old seals would no longer fit. */
export async function decisionEntry(db: Prisma.TransactionClient, id: bigint): Promise<LedgerEntry | null> {
  const row = await db.ledgerDecision.findUnique({ where: { id } })
  return row && decisionOf(row)
}

/** Many of the audit at once; a decision may be megabytes, so that they come one by one. */
export async function auditEntries(
  db: Prisma.TransactionClient,
  ids: readonly bigint[],
): Promise<ReadonlyMap<bigint, LedgerEntry>> {
  const rows = await db.auditEntry.findMany({ where: { id: { in: [...ids] } } })
  return new Map(rows.map((row) => [row.id, auditOf(row)]))
}

const auditOf = (row: AuditEntry): LedgerEntry => ({
  kind: 'audit',
  id: String(row.id),
  at: row.at.getTime() as Instant,
  actor: { kind: row.actorKind, id: row.actorId, name: row.actorName },
  action: row.action,
  object: { kind: row.objectKind, id: row.objectId },
  rollout: row.rolloutId,
  device: row.deviceId,
  outcome: row.outcome,
  reason: row.reason,
  before: row.before,
  after: row.after,
})

const decisionOf = (row: LedgerDecision): LedgerEntry => ({
  kind: 'decision',
  id: String(row.id),
  at: row.at.getTime() as Instant,
  rollout: row.rolloutId,
  step: row.step,
  follows: row.follows,
  whole: row.whole,
  rule: row.rule,
  phase: row.phase,
  because: row.because,
  inputs: Buffer.from(row.inputs).toString('base64'),
  inputsDigest: row.inputsDigest,
  output: Buffer.from(row.output).toString('base64'),
})
