import type { Reconciled } from '../../domain/drift/flapping.ts'
import { HELD_FOR_MS } from '../../domain/drift/flapping.ts'
import { ruleFor } from '../../domain/drift/rule-for.ts'
import { matches } from '../../domain/selector/matches.ts'
import { DriftAction } from '../../protocol/drift.ts'
import type { Instant } from '../../protocol/ids.ts'
import { parseSelector } from '../../protocol/selector/parse.ts'
import type { Prisma } from './generated/client.ts'
import { selectorFacts } from './selector-facts.ts'

type Row = Prisma.DriftRuleGetPayload<object>
export type StoredRule = Omit<Row, 'action' | 'expiresAt'> & { action: DriftAction; expiresAt: Instant | null }

/** Rules that still say something, the oldest first. */
export async function activeRules(db: Prisma.TransactionClient, now: Instant): Promise<StoredRule[]> {
  const rows = await db.driftRule.findMany({
    where: { endedAt: null, OR: [{ expiresAt: null }, { expiresAt: { gt: new Date(now) } }] },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
  })
  return rows.map((row) => ({
    ...row,
    action: DriftAction.parse(row.action),
    expiresAt: row.expiresAt && (row.expiresAt.getTime() as Instant),
  }))
}

/** Which rule decides about a difference of one of these devices. */
export async function decidedRules(
  db: Prisma.TransactionClient,
  rules: readonly StoredRule[],
  ids: readonly string[],
  now: Instant,
): Promise<(item: { deviceId: string; kind: string; key: string }) => StoredRule | null> {
  const facts = new Map((rules.length > 0 ? await selectorFacts(db, ids, now) : []).map((one) => [one.id, one]))
  const selectors = rules.map((rule) => ({ rule, parsed: parseSelector(rule.selector) }))
  const speaking = new Map<string, readonly (StoredRule & { selects: boolean })[]>()
  return (item) => {
    const device = facts.get(item.deviceId)
    if (!device) return null
    const known = speaking.get(item.deviceId)
    const here =
      known ??
      selectors.map(({ rule, parsed }) => ({ ...rule, selects: parsed.ok && matches(parsed.selector, device, now) }))
    if (!known) speaking.set(item.deviceId, here)
    return ruleFor(item, here, now)
  }
}

/** What was put right on these devices in the time in which coming back counts. */
export async function reconciledLately(
  db: Prisma.TransactionClient,
  ids: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, readonly Reconciled[]>> {
  const rows = await db.reconcileDevice.findMany({
    where: { deviceId: { in: [...ids] }, state: 'healthy', endedAt: { gt: new Date(now - HELD_FOR_MS) } },
    select: { deviceId: true, keys: true, endedAt: true },
  })
  const found = new Map<string, Reconciled[]>()
  for (const { deviceId, keys, endedAt } of rows) {
    if (!endedAt) continue
    found.set(deviceId, [...(found.get(deviceId) ?? []), { keys, endedAt: endedAt.getTime() as Instant }])
  }
  return found
}
