import { beforeAll, beforeEach, expect, test } from 'vitest'
import { abortRollout } from '../../commands/abort-rollout.ts'
import { createRollout } from '../../commands/create-rollout.ts'
import { previewRollout } from '../../commands/preview-rollout.ts'
import { prioritiseRollout } from '../../commands/prioritise-rollout.ts'
import { quarantineDevices } from '../../commands/quarantine-devices.ts'
import { resumeRollout } from '../../commands/resume-rollout.ts'
import { decide } from '../../domain/rollout/decide.ts'
import { reconcile } from '../../engine/reconcile.ts'
import type { DeviceId, Instant, ReleaseId, RolloutId } from '../../protocol/ids.ts'
import type { Priority } from '../../protocol/priority.ts'
import { rolloutView } from '../../queries/rollout.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { ADA, OLIVE, SHORT, StoredFleet } from './testing/stored-fleet.ts'

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

const ASKED = {
  releaseId: 'r-3.0.0' as ReleaseId,
  selector: '',
  canarySwaps: [],
  strategy: 'canary-rolling',
  policy: SHORT,
  communicationPlan: 'The team channel knows.',
  successCriteria: 'Inference is faster; nothing else changes.',
  rollbackTested: 'on the bench',
}

async function queued(priority: Priority, name: string): Promise<RolloutId> {
  const behind = { priority, reason: 'the hotfix first' }
  const created = await createRollout(fleet.context(OLIVE), { ...ASKED, name, behind })
  if (!created.ok) throw new Error(created.refusal.message)
  return created.value.id
}

/** As the loop does it: every rollout that is due. */
async function live(seconds: number): Promise<void> {
  for (let n = 0; n < seconds; n++) {
    fleet.now = (fleet.now + 1000) as Instant
    await fleet.obey()
    await fleet.measure(1)
    for (const id of await fleet.engine.store.due(fleet.now)) await reconcile(fleet.engine, id)
  }
}

async function viewOf(id: RolloutId) {
  const view = await rolloutView(db, OLIVE, fleet.now, id)
  if (!view) throw new Error('no such rollout')
  return view
}

test('[B-11] a plan says who has its devices; one that waits says for whom, and begins by itself when they are over', async () => {
  const front = await fleet.startRollout()
  await live(3)
  const preview = (behind?: { priority: Priority; reason: string }) =>
    previewRollout(fleet.context(OLIVE), { ...ASKED, ...(behind ? { behind } : {}) }, fleet.environment)
  expect(await preview()).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('wait') } })
  expect(await preview({ priority: 'normal', reason: 'after it' })).toMatchObject({
    value: { plan: { cohort: 24 }, ahead: [{ id: front, devices: 24, priority: null }] },
  })

  const normal = await queued('normal', 'Feature')
  const low = await queued('low', 'Hotfix')
  await live(6)
  expect((await viewOf(low)).next).toMatchObject({
    sentence: expect.stringMatching(/“app 2.0.0” has 24 devices \(\w+\) and “Feature” goes first on 24 devices/),
    waitingFor: 'engine',
  })
  expect((await viewOf(front)).waiting.map((one) => one.name)).toEqual(['Feature', 'Hotfix'])

  expect(await prioritiseRollout(fleet.context(ADA), low, { priority: 'urgent', reason: 'it bleeds' })).toMatchObject({
    refusal: { code: 'forbidden' },
  })
  expect(
    await prioritiseRollout(fleet.context(OLIVE), front, { priority: 'urgent', reason: 'it bleeds' }),
  ).toMatchObject({ refusal: { code: 'conflict' } })
  expect(await prioritiseRollout(fleet.context(OLIVE), low, { priority: 'urgent', reason: 'it bleeds' })).toMatchObject(
    {
      ok: true,
    },
  )
  expect(await db.auditEntry.findFirst({ where: { rolloutId: low, action: 'rollout.prioritise' } })).toMatchObject({
    actorName: 'Olive',
    reason: 'Priority urgent: it bleeds',
  })
  expect((await viewOf(front)).waiting.map((one) => one.name)).toEqual(['Hotfix', 'Feature'])

  await abortRollout(fleet.context(OLIVE), front, { reason: 'the hotfix is more urgent' })
  await live(20)
  expect((await viewOf(front)).state.phase).toBe('aborted')
  expect((await viewOf(low)).state).toMatchObject({ phase: expect.stringMatching(/deploying|soaking/), wave: 0 })
  expect((await viewOf(normal)).queue?.ahead.map((one) => one.name)).toEqual(['Hotfix'])
  const told = await db.auditEntry.findMany({ where: { action: 'device.expose', rolloutId: { in: [low, normal] } } })
  expect(new Set(told.map((row) => row.rolloutId))).toEqual(new Set([low]))
})

test('[D-09] when the fleet moved while it waited, it does not begin, says why, and goes on after a person looked', async () => {
  const front = await fleet.startRollout()
  const behind = await queued('normal', 'Feature')
  await live(2)
  const ids = ['dev-07' as DeviceId]
  await quarantineDevices(fleet.context(OLIVE), { target: { ids }, reason: 'it smokes' })
  await abortRollout(fleet.context(OLIVE), front, { reason: 'enough' })
  await live(25)
  const view = await viewOf(behind)
  expect(view.state.phase).toBe('preparing')
  expect(view.next).toMatchObject({
    sentence: expect.stringMatching(/not what was planned: .*dev-07.*it smokes.* Nothing was deployed/),
    waitingFor: 'person',
  })
  // It holds nobody up while somebody has to look at it.
  const other = await queued('low', 'Other')
  await live(2)
  expect((await viewOf(other)).state.phase).not.toBe('preparing')
  await abortRollout(fleet.context(OLIVE), other, { reason: 'enough' })
  await live(15)

  await db.device.update({ where: { id: 'dev-07' }, data: { quarantinedAt: null, quarantineReason: null } })
  expect(await resumeRollout(fleet.context(OLIVE), behind, { reason: 'dev-07 is well' })).toMatchObject({ ok: true })
  await live(10)
  expect((await viewOf(behind)).state.phase).not.toBe('preparing')
})

test('two servers that see their rollouts free in the same moment let only one begin', async () => {
  const a = await queued('normal', 'A')
  fleet.now = (fleet.now + 1000) as Instant
  const b = await queued('normal', 'B')
  const { store } = fleet.engine
  const [seenA, seenB] = [await store.load(a, fleet.now, fleet.now), await store.load(b, fleet.now, fleet.now)]
  if (!seenA || !seenB) throw new Error('no rollout')
  // B looked before A had taken its place.
  const stale = { ...seenB, facts: { ...seenB.facts, queue: { ahead: [], changed: null } } }
  const commit = (seen: typeof seenA) => store.commit(seen, decide(seen.rollout, seen.facts, fleet.now), fleet.now)
  expect(await commit(seenA)).toBe('committed')
  expect(await commit(stale)).toBe('lost')
})
