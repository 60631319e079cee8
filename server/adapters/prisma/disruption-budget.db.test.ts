import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createRollout } from '../../commands/create-rollout.ts'
import { decide } from '../../domain/rollout/decide.ts'
import { reconcile } from '../../engine/reconcile.ts'
import { type Instant, type ReleaseId, RolloutId } from '../../protocol/ids.ts'
import type { DisruptionBudget } from '../../protocol/policy.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { surroundings } from './surroundings.ts'
import { OLIVE, SHORT, StoredFleet } from './testing/stored-fleet.ts'

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Rollout", "Approval", "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "User" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(12)
})

const start = (budget: DisruptionBudget) =>
  createRollout(fleet.context(OLIVE), {
    releaseId: 'r-2.0.0' as ReleaseId,
    selector: '',
    canarySwaps: [],
    policy: { ...SHORT, budget },
    communicationPlan: 'The team channel knows.',
    successCriteria: 'Nothing else changes.',
    rollbackTested: 'on the bench',
  })

test('a disruption budget that can never be met is refused with the reason, and nothing is written', async () => {
  expect(await start({ sitePercent: 10, groupAvailable: 0 })).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('10 % of the 6 devices of site north is not one device') },
  })
  await db.device.update({ where: { id: 'dev-00' }, data: { redundancyGroup: 'gate' } })
  expect(await start({ sitePercent: 100, groupAvailable: 1 })).toMatchObject({
    refusal: { message: expect.stringContaining('redundancy group gate has 1 device, and 1 must stay available') },
  })
  expect(await db.rollout.count()).toBe(0)
})

test('who is away and who is in the hands of a rollout is counted, whosever it is', async () => {
  const id = await fleet.startRollout()
  while ((await told(id)).length === 0) await fleet.seconds(1, id)
  await fleet.connection('dev-11', false)
  const devices = await db.device.findMany()
  const around = await surroundings(db, { sitePercent: 50, groupAvailable: 0 }, devices, new Set())
  expect(around?.away.map(({ name }) => name).toSorted()).toEqual([...(await told(id)), 'dev-11'].toSorted())
  expect(around?.totals).toEqual(
    new Map([
      ['site north', 6],
      ['site south', 6],
    ]),
  )
})

test('a device that goes away between look and commit takes the place: the decision is lost and looked at again', async () => {
  const begun = await start({ sitePercent: 50, groupAvailable: 0 })
  if (!begun.ok) throw new Error(begun.refusal.message)
  const { id } = begun.value
  const apart = await db.rolloutDevice.findFirstOrThrow({ where: { rolloutId: id, wave: 3 } })
  // Not of this rollout any more, so that only the surroundings know it.
  await db.rolloutDevice.delete({ where: { rolloutId_deviceId: { rolloutId: id, deviceId: apart.deviceId } } })
  for (let second = 0; second < 20; second++) {
    fleet.now = (fleet.now + 1000) as Instant
    const seen = await fleet.engine.store.load(RolloutId.parse(id), fleet.now, fleet.now)
    if (!seen) throw new Error('the rollout went away')
    const decision = decide(seen.rollout, seen.facts, fleet.now)
    if (decision.devices.some(({ desired }) => desired === 'target')) {
      await fleet.connection(apart.deviceId, false)
      expect(await fleet.engine.store.commit(seen, decision, fleet.now)).toBe('lost')
      expect(await told(id)).toEqual([])
      await reconcile(fleet.engine, RolloutId.parse(id))
      expect(await told(id)).not.toEqual([])
      return
    }
    await fleet.engine.store.commit(seen, decision, fleet.now)
  }
  throw new Error('nobody was ever told')
})

const told = async (rolloutId: string) =>
  (await db.rolloutDevice.findMany({ where: { rolloutId, exposedAt: { not: null } } })).map(({ deviceId }) => deviceId)
