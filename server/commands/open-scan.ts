import { Prisma } from '../adapters/prisma/generated/client.ts'
import { SELECTOR_FROM, selectorSql } from '../adapters/prisma/selector-sql.ts'
import type { Instant } from '../protocol/ids.ts'
import { type SelectorText, selectorOf } from '../protocol/selector/selector.ts'
import { type Actor, audit } from './audit.ts'

/** Longer than an agent that is there needs to answer, on a bad link too. */
const PATIENCE_MS = 15_000
/** A large fleet is asked over a while, so that its answers do not come all at once. */
export const ASKED_PER_SECOND = 2_000

export type OpenedScan = { readonly id: string; readonly asked: number }

/** Writes a running scan with its audit row, or answers null: one runs already. */
export async function openScan(
  tx: Prisma.TransactionClient,
  {
    id,
    selector,
    cause,
    actor,
    now,
  }: { id: string; selector: SelectorText; cause: 'person' | 'schedule'; actor: Actor; now: Instant },
): Promise<OpenedScan | null> {
  const { registered, asked } = await scopeOf(tx, selector, now)
  const { count } = await tx.scan.createMany({
    data: [
      {
        id,
        state: 'running',
        running: true,
        selector,
        cause,
        startedBy: actor.name,
        startedAt: new Date(now),
        waitUntil: new Date(now + PATIENCE_MS + (asked / ASKED_PER_SECOND) * 1000),
        registered,
        asked,
      },
    ],
    skipDuplicates: true,
  })
  if (count === 0) return null
  await audit(tx, {
    at: now,
    actor,
    action: 'scan.start',
    object: { kind: 'scan', id },
    outcome: 'done',
    reason: `Asks ${asked} connected of ${registered} registered devices${selector ? ` matching ${selector}` : ''}.`,
  })
  return { id, asked }
}

async function scopeOf(tx: Prisma.TransactionClient, selector: SelectorText, now: Instant) {
  const [scope] = await tx.$queryRaw<{ registered: number; asked: number }[]>(Prisma.sql`
    select count(*)::int as registered, count(*) filter (where s."online")::int as asked
    from ${SELECTOR_FROM} where ${selectorSql(selectorOf(selector), now)}`)
  return scope ?? { registered: 0, asked: 0 }
}
