import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { PlansView } from '../protocol/views/plan-view.ts'
import { planRows } from './plan-row.ts'

const MOST = 200

/** Every plan that was saved or started, the newest first. */
export async function plansView(db: PrismaClient, person: Person, now: Instant): Promise<PlansView> {
  const newest = Prisma.sql`order by p."number" desc limit ${MOST}`
  return { serverTime: now, plans: await planRows(db, Prisma.sql`true`, newest), create: mayOperate(person) }
}
