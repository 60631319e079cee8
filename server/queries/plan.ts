import { z } from 'zod'
import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { CreateRollout } from '../protocol/commands/create-rollout.ts'
import type { Instant } from '../protocol/ids.ts'
import { PlanDocument } from '../protocol/plan-document.ts'
import { PreflightItem } from '../protocol/rollout-state.ts'
import type { ActPermission, Person } from '../protocol/views/person.ts'
import type { PlanView } from '../protocol/views/plan-view.ts'
import { planChain } from './plan-chain.ts'
import { planRows } from './plan-row.ts'

/** One plan as it was decided about; null when there is none of this number. */
export async function planView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  number: number,
): Promise<PlanView | null> {
  const [row] = await planRows(db, Prisma.sql`p."number" = ${number}`, Prisma.empty)
  if (!row) return null
  const [stored, people, chain] = await Promise.all([
    db.rolloutPlan.findUniqueOrThrow({ where: { number }, include: { rollout: { select: { preflight: true } } } }),
    db.user.findMany({
      where: { role: { in: ['operator', 'owner'] } },
      select: { name: true },
      orderBy: { name: 'asc' },
    }),
    planChain(db, number),
  ])
  const document = PlanDocument.parse(stored.document)
  return {
    ...row,
    serverTime: now,
    contentHash: stored.contentHash,
    document: { ...document, seen: { ...document.seen, plan: { ...document.seen.plan, order: [] } } },
    request: CreateRollout.parse(stored.request),
    chain,
    start: mayStart(row, person),
    starters: people.map(({ name }) => name),
    atStart: z.array(PreflightItem).parse(stored.rollout?.preflight ?? []),
  }
}

const mayStart = ({ rollout }: Pick<PlanView, 'rollout'>, person: Person): ActPermission =>
  rollout ? { allowed: false, because: `It was started: it became ${rollout.name}.` } : mayOperate(person)
