import { beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { abortRollout } from '../../commands/abort-rollout.ts'
import { approve } from '../../commands/decide-approval.ts'
import { rollBackRollout } from '../../commands/roll-back-rollout.ts'
import { decide } from '../../domain/rollout/decide.ts'
import { reconcile } from '../../engine/reconcile.ts'
import type { ApprovalId, DeviceId, Instant, RolloutId } from '../../protocol/ids.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { desiredMessages } from './desired-messages.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { ReleaseCache } from './release-cache.ts'
import { ADA, NEW, OLD, OLIVE, StoredFleet } from './testing/stored-fleet.ts'

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Rollout", "Approval", "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "User" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(24)
})

/** As the loop does it: every rollout that is due, oldest first. */
async function live(seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n++) {
    fleet.now = (fleet.now + 1000) as Instant
    await fleet.obey()
    await fleet.measure(1)
    for (const id of await fleet.engine.store.due(fleet.now)) await reconcile(fleet.engine, id)
  }
}

const phaseOf = async (id: RolloutId) => (await db.rollout.findUniqueOrThrow({ where: { id } })).phase

async function complete(id: RolloutId): Promise<void> {
  await live(20)
  const asked = await db.approval.findFirstOrThrow({ where: { rolloutId: id, outcome: 'open' } })
  await approve(fleet.context(ADA), asked.id as ApprovalId, { evidenceHash: asked.evidenceHash, comment: '' })
  await live(30)
  expect(await phaseOf(id)).toBe('completed')
}

test('what a version did before this rollout told anybody to run it is no evidence in its gates', async () => {
  await db.deviceSample.createMany({
    data: Array.from({ length: 24 }, (_, n) => ({
      deviceId: `dev-${String(n).padStart(2, '0')}`,
      at: new Date(fleet.now - 5000),
      sha256: NEW,
      requests: 400,
      errors: 400,
      latency: {},
      reachable: true,
    })),
  })
  const id = await fleet.startRollout()
  await live(20)
  expect(await phaseOf(id)).toBe('awaiting-approval')
})

test('[I17] figures no machine can have, from one device, do not stop the others from being judged and sent back', async () => {
  const id = await fleet.startRollout()
  await live(2)
  const odd = await db.rolloutDevice.findFirstOrThrow({ where: { rolloutId: id, exposedAt: { not: null } } })
  await db.deviceSample.createMany({
    data: [1e200, 1e150].map((figure) => ({
      deviceId: odd.deviceId,
      at: new Date(fleet.now),
      sha256: NEW,
      requests: 2_147_483_647,
      errors: 2_147_483_647,
      latency: { '60': Number.MAX_SAFE_INTEGER },
      memoryPercent: figure,
      memoryMb: figure,
      reachable: true,
    })),
  })
  await live(12)
  expect(await phaseOf(id)).toBe('rolled-back')
})

test('[I8] a device that two rollouts skipped is caught up by the newer one alone', async () => {
  await fleet.connection('dev-07', false)
  const older = await fleet.startRollout()
  await complete(older)
  const newer = await fleet.startRollout('r-3.0.0')
  await complete(newer)
  await fleet.connection('dev-07', true)
  await live(10)
  const told = await db.auditEntry.findMany({
    where: { deviceId: 'dev-07', action: 'device.catch-up', rolloutId: { in: [older, newer] } },
  })
  expect(told.map((row) => row.rolloutId)).toEqual([newer])
  const device = await db.deviceStatus.findUniqueOrThrow({ where: { deviceId: 'dev-07' } })
  expect(device.runningVersion).toBe('3.0.0')
})

test('[L2] a version rolled back while a newer rollout held its devices is not what they are left on', async () => {
  const older = await fleet.startRollout()
  await complete(older)
  const newer = await fleet.startRollout('r-3.0.0')
  await live(3)
  await rollBackRollout(fleet.context(OLIVE), older, { reason: 'it was bad after all' })
  await live(3)
  await abortRollout(fleet.context(OLIVE), newer, { reason: 'that one too' })
  await live(40)
  expect([await phaseOf(older), await phaseOf(newer)]).toEqual(['rolled-back', 'aborted'])
  expect(await db.deviceStatus.count({ where: { runningSha256: OLD } })).toBe(24)
})

test('a device whose number cannot be said on the wire keeps no other from being told', async () => {
  await fleet.startRollout()
  await live(1)
  const [odd, fine] = await db.desired.findMany({ where: { reason: 'rollout' } })
  if (!odd || !fine) throw new Error('nobody was told')
  await db.desired.update({ where: { deviceId: odd.deviceId }, data: { generation: 2n ** 53n } })
  const ids = [odd.deviceId, fine.deviceId] as DeviceId[]
  const messages = await desiredMessages(db, new ReleaseCache(db), ids)
  expect([...messages.keys()]).toEqual([fine.deviceId])
})

test('[I8] a generation only grows, also when another writer tells the same devices in the same moment', async () => {
  const id = await fleet.startRollout()
  const { store } = fleet.engine
  const next = async () => {
    const seen = await store.load(id, fleet.now, fleet.now)
    if (!seen) throw new Error('no rollout')
    return { seen, decision: decide(seen.rollout, seen.facts, fleet.now) }
  }
  let { seen, decision } = await next()
  while (decision.devices.length === 0) {
    await store.commit(seen, decision, fleet.now)
    ;({ seen, decision } = await next())
  }
  const waits = async () =>
    (
      await db.$queryRaw<unknown[]>`
        select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`
    ).length > 0
  const committing = await db.$transaction(
    async (tx) => {
      await tx.desired.updateMany({ data: { generation: 9 } })
      const begun = { done: store.commit(seen, decision, fleet.now) }
      await vi.waitFor(async () => expect(await waits()).toBe(true), 30_000)
      return begun
    },
    { timeout: 60_000 },
  )
  expect(await committing.done).toBe('committed')
  const told = await db.rolloutDevice.findMany({ where: { rolloutId: id, exposedAt: { not: null } } })
  expect(new Set(told.map((row) => row.generation))).toEqual(new Set([10n]))
})
