import type { LoadedRollout } from '../../engine/ports.ts'
import type { RolloutId } from '../../protocol/ids.ts'
import { Prisma, type PrismaClient } from './generated/client.ts'

/** Seconds a claim lasts unless it is renewed. A server that died is followed within this and one tick. */
const LEASE = Prisma.sql`interval '3 s'`
const RENEW_MS = 1_000

/**
 * Milliseconds the engine may hold a transaction open without saying anything. A process that is stopped in the middle of one
 * keeps its locks: PostgreSQL ends it, so that another server can go on.
 */
const MOST_SILENCE_MS = 2_000

/** Over "Rollout": nobody else has it. Until when is a matter of the database's clock alone. */
export const freeFor = (holder: string): Prisma.Sql =>
  Prisma.sql`("leaseHolder" is null or "leaseHolder" = ${holder} or "leaseUntil" < clock_timestamp())`

/** The fencing number of a new claim, greater than every one before; null: another server has it, or is at it this moment. */
export async function claimRollout(db: PrismaClient, id: RolloutId, holder: string): Promise<number | null> {
  const [claimed] = await db.$queryRaw<{ fence: number }[]>`
    update "Rollout" set "leaseHolder" = ${holder}, "leaseUntil" = clock_timestamp() + ${LEASE}, "leaseFence" = "leaseFence" + 1
    where "id" = (select "id" from "Rollout" where "id" = ${id} and ${freeFor(holder)} for update skip locked)
    returning "leaseFence" as fence`
  return claimed?.fence ?? null
}

/** For as long as a claim lasts: before work that leaves this process no time to renew it meanwhile. */
export const renewClaim = (
  db: Prisma.TransactionClient,
  { id, fence }: { readonly id: RolloutId; readonly fence: number },
): Promise<number> => db.$executeRaw`
  update "Rollout" set "leaseUntil" = clock_timestamp() + ${LEASE} where "id" = ${id} and "leaseFence" = ${fence}`

/** Does what may take longer than a claim lasts, and keeps the claim meanwhile. */
export async function whileRenewed<T>(
  db: PrismaClient,
  claim: { readonly id: RolloutId; readonly fence: number },
  work: () => Promise<T>,
): Promise<T> {
  // One that could not be renewed is found out at the commit.
  const renewing = setInterval(() => void renewClaim(db, claim).catch(() => {}), RENEW_MS)
  try {
    return await work()
  } finally {
    clearInterval(renewing)
  }
}

/** First in every transaction of the engine: locks the rollout, unless somebody claimed it since it was loaded. */
export async function holdsClaim(tx: Prisma.TransactionClient, { rollout, fence }: LoadedRollout): Promise<boolean> {
  const held = await tx.$queryRaw<unknown[]>`
    select set_config('idle_in_transaction_session_timeout', ${String(MOST_SILENCE_MS)}, true)
    from "Rollout" where "id" = ${rollout.id} and "leaseFence" = ${fence} for update`
  return held.length > 0
}
