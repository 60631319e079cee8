import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import { goesBefore, isAhead, type Other } from '../../domain/rollout/queue.ts'
import { type Instant, RolloutId } from '../../protocol/ids.ts'
import type { Priority } from '../../protocol/priority.ts'
import { Paused, type Queued, RolloutState } from '../../protocol/rollout-state.ts'
import type { RolloutAhead } from '../../protocol/views/rollout-ahead.ts'
import { Prisma } from './generated/client.ts'

/** Held by whoever freezes a plan or lets a waiting one begin, so that two rollouts never take the same device. */
export const lockPlans = (tx: Prisma.TransactionClient) =>
  tx.$executeRaw`select pg_advisory_xact_lock(hashtextextended('rollout:create', 0))`

type Row = { id: string; name: string; state: unknown; paused: unknown; devices: number }

/** Rollouts that have not ended, have devices in common with one that waits, and go before it. */
export async function rolloutsAhead(
  db: Prisma.TransactionClient,
  id: RolloutId,
  queue: Queued,
  now: Instant,
): Promise<readonly RolloutAhead[]> {
  const rows = await openRollouts(db, sharedWith(id))
  return aheadOf(rows, { ...queue, id }, now)
}

/** Those that would be ahead of one that takes its place in the queue now; without a priority: all that have these devices. */
export async function rolloutsAheadOf(
  db: Prisma.TransactionClient,
  devices: readonly string[],
  priority: Priority | null,
  now: Instant,
): Promise<readonly RolloutAhead[]> {
  if (devices.length === 0) return []
  const rows = await openRollouts(db, Prisma.sql`r."deviceId" = any(${[...devices]})`)
  return aheadOf(rows, priority && { priority, since: now, id: '' }, now)
}

/** Those that wait for this one, in the order in which they would begin. */
export async function rolloutsBehind(db: Prisma.TransactionClient, mine: Other, now: Instant) {
  const rows = await openRollouts(db, sharedWith(mine.id))
  return rows
    .flatMap(({ id, name, state: json, devices }) => {
      const state = RolloutState.parse(json)
      const queue = state.phase === 'preparing' ? state.queue : undefined
      if (!queue || !isAhead(mine, { ...queue, id }, now)) return []
      return [{ ...queue, id: RolloutId.parse(id), name, devices }]
    })
    .toSorted((a, b) => (goesBefore(a, b) ? -1 : 1))
    .map(({ id, name, priority, devices }) => ({ id, name, priority, devices }))
}

const sharedWith = (id: RolloutId) => Prisma.sql`r."rolloutId" <> ${id}
  and exists (select 1 from "RolloutDevice" m where m."rolloutId" = ${id} and m."deviceId" = r."deviceId")`

const openRollouts = (db: Prisma.TransactionClient, shared: Prisma.Sql) =>
  db.$queryRaw<Row[]>`
    select o."id", o."name", o."state", o."paused", count(*)::int as devices
    from "Rollout" o join "RolloutDevice" r on r."rolloutId" = o."id"
    where not (o."phase" = any(${[...ENDED_PHASES]})) and ${shared}
    group by o."id" order by o."createdAt"`

const aheadOf = (
  rows: readonly Row[],
  mine: Parameters<typeof isAhead>[1] | null,
  now: Instant,
): readonly RolloutAhead[] =>
  rows.flatMap(({ id, name, state: json, paused, devices }) => {
    const state = RolloutState.parse(json)
    const other = { id: RolloutId.parse(id), state, paused: Paused.nullable().parse(paused) }
    if (mine && !isAhead(other, mine, now)) return []
    const queue = state.phase === 'preparing' ? state.queue : undefined
    return [{ id: other.id, name, phase: state.phase, priority: queue?.priority ?? null, devices }]
  })
