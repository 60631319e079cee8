import { beforeAll, expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { countAvailability, fleetHistory } from './fleet-history.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { StoredFleet } from './testing/stored-fleet.ts'

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  fleet = new StoredFleet(db)
  await fleet.build(10)
  return () => db.$disconnect()
})

test('[B-08] what past installations took is read by hardware type, of those that moved another release', async () => {
  expect((await fleetHistory(db, fleet.now)).installs.size).toBe(0)
  const id = await fleet.startRollout()
  await db.$executeRaw`
    update "RolloutDevice" set "exposedAt" = ${new Date(fleet.now)}::timestamptz,
      "onTargetSince" = ${new Date(fleet.now)}::timestamptz + make_interval(secs => 10 + "index"),
      "fromSnapshotId" = (select id from "Snapshot" where "releaseId" = 'r-1.0.0')
    where "rolloutId" = ${id}`
  expect((await fleetHistory(db, fleet.now)).rollouts, 'one that never began says nothing').toBe(0)
  await db.rollout.update({ where: { id }, data: { startedAt: new Date(fleet.now) } })
  const { installs, rollouts } = await fleetHistory(db, fleet.now)
  expect(rollouts).toBe(1)
  expect(installs.get('rpi5')).toEqual({ devices: 10, medianSeconds: 14.5, p90Seconds: 18.1 })
  await db.snapshot.updateMany({ where: { releaseId: 'r-2.0.0' }, data: { releaseId: 'r-1.0.0' } })
  expect((await fleetHistory(db, fleet.now)).installs.size, 'a change of configuration moves no bytes').toBe(0)
})

test('[R-004] who is away is counted once an hour, by type and region, and forgotten after two weeks', async () => {
  await db.deviceStatus.updateMany({ where: { deviceId: { in: ['dev-00', 'dev-02'] } }, data: { online: false } })
  await countAvailability(db, fleet.now)
  await db.deviceStatus.updateMany({ data: { online: true } })
  await countAvailability(db, fleet.now)
  await countAvailability(db, (fleet.now + 3_600_000) as Instant)
  const { away, hours } = await fleetHistory(db, fleet.now)
  expect(hours).toBe(2)
  expect([...away].toSorted()).toEqual([
    ['rpi5 in eu', 0.2],
    ['rpi5 in us', 0],
  ])
  await countAvailability(db, (fleet.now + 15 * 86_400_000) as Instant)
  expect(await db.fleetAvailability.count()).toBe(2)
})
