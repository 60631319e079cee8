import { beforeAll, expect, test } from 'vitest'
import { decide } from '../../domain/rollout/decide.ts'
import { reconcile } from '../../engine/reconcile.ts'
import type { RolloutId } from '../../protocol/ids.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from './generated/client.ts'
import { holdsClaim } from './lease.ts'
import { openClient } from './open-client.ts'
import { StoredFleet } from './testing/stored-fleet.ts'

let db: PrismaClient
let fleet: StoredFleet
let id: RolloutId

beforeAll(async () => {
  db = openClient(await testDatabase())
  fleet = new StoredFleet(db)
  await fleet.build(8)
  id = await fleet.startRollout()
  return () => db.$disconnect()
})

const lapse = () => db.$executeRaw`update "Rollout" set "leaseUntil" = clock_timestamp() - interval '1 s'`
const stored = async () => ({
  rollout: await db.rollout.findUniqueOrThrow({ where: { id } }),
  devices: await db.rolloutDevice.findMany({ orderBy: { index: 'asc' } }),
  desired: await db.desired.findMany({ orderBy: { deviceId: 'asc' } }),
  audited: await db.auditEntry.count(),
})

async function loaded(engine = fleet.engine) {
  const seen = await engine.store.load(id, fleet.now, fleet.now)
  if (!seen) throw new Error('another server has it')
  return seen
}

test('[I5] one server has a rollout; the others pass it over until the claim has lapsed', async () => {
  const other = fleet.newEngine('another')
  const seen = await loaded()
  expect(await other.store.due(fleet.now)).toEqual([])
  expect(await other.store.load(id, fleet.now, fleet.now)).toBeNull()
  expect(await fleet.engine.store.due(fleet.now)).toEqual([id])
  await lapse()
  expect(await other.store.due(fleet.now)).toEqual([id])
  expect((await loaded(other)).fence).toBeGreaterThan(seen.fence)
  expect(await fleet.engine.store.due(fleet.now)).toEqual([])
  await lapse()
})

test('[I5] a server that was paused past its claim and wakes up changes nothing, whatever it had decided', async () => {
  const other = fleet.newEngine('another')
  const paused = await loaded()
  const decision = decide(paused.rollout, paused.facts, fleet.now)
  await lapse()
  await loaded(other)
  const before = await stored()
  expect(await fleet.engine.store.commit(paused, decision, fleet.now)).toBe('lost')
  await fleet.engine.store.rest(paused, decision)
  await reconcile(fleet.engine, id)
  expect(await stored()).toEqual(before)
  await lapse()
})

test('[I5] [I9] one that stops in the middle of a commit gives its locks back, and only that commit is lost', async () => {
  const seen = await loaded()
  const other = fleet.newEngine('another')
  const idle = () =>
    db.$queryRaw<
      unknown[]
    >`select 1 from pg_stat_activity where state = 'idle in transaction' and datname = current_database()`
  const stopped = db.$transaction(
    async (tx) => {
      await holdsClaim(tx, seen)
      await expect.poll(idle, { timeout: 9_000 }).toEqual([])
      await tx.rollout.update({ where: { id }, data: { because: 'from the grave' } })
    },
    { timeout: 10_000 },
  )
  await expect(stopped).rejects.toThrow()
  await lapse()
  await reconcile(other, id)
  expect((await stored()).rollout.because).not.toBe('from the grave')
})
