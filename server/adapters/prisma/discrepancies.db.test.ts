import { beforeAll, expect, test } from 'vitest'
import { compareScan } from '../../domain/fleet/compare-scan.ts'
import { selectorOf } from '../../protocol/selector/selector.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { Prisma, type PrismaClient } from './generated/client.ts'
import { disputedDevices } from './load-rollout.ts'
import { openClient } from './open-client.ts'
import { scannedDevices } from './scan-registry.ts'
import { StoredFleet } from './testing/stored-fleet.ts'

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  fleet = new StoredFleet(db)
  await fleet.build(4)
  return () => db.$disconnect()
})

test('[R-003] a version nobody asked for is said so wherever it is read, not that “null” was asked for', async () => {
  const rollout = await fleet.startRollout()
  const reported = { name: 'app', version: '9.9.9', sha256: 'd'.repeat(64) }
  await db.discrepancy.create({
    data: {
      deviceId: 'dev-01',
      kind: 'version',
      expected: Prisma.JsonNull,
      reported,
      seenAt: new Date(fleet.now),
    },
  })
  const says = 'Device runs app 9.9.9, which nobody asked for.'
  const registry = await scannedDevices(db, selectorOf(''), fleet.now)
  const { findings } = compareScan(registry, new Set(registry.map((one) => one.deviceId)), [], fleet.now)
  expect(findings.map((one) => one.detail)).toEqual([says])
  expect([...(await disputedDevices(db, rollout)).values()]).toEqual([says])
})
