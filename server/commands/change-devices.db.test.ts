import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../adapters/postgres/test-database.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { openClient } from '../adapters/prisma/open-client.ts'
import { ADA, OLIVE, StoredFleet } from '../adapters/prisma/testing/stored-fleet.ts'
import type { DeviceId } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import { groupDevices } from './group-devices.ts'
import { labelDevices } from './label-devices.ts'
import { quarantineDevices } from './quarantine-devices.ts'
import { releaseDevices } from './release-devices.ts'

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "User" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(20)
})

const as = (person: Person) => fleet.context(person)
const audited = (action: string) => db.auditEntry.findMany({ where: { action } })

test('[R-015] a label is given to all that match, with one audit row for each that had not got it', async () => {
  const target = { where: 'region:eu', expected: 10 }
  expect(await labelDevices(as(OLIVE), { target, label: 'env', value: 'prod' })).toEqual({
    ok: true,
    value: { changed: 10 },
  })
  expect(await labelDevices(as(OLIVE), { target, label: 'env', value: 'prod' })).toEqual({
    ok: true,
    value: { changed: 0 },
  })
  const rows = await audited('device.label')
  expect(new Set(rows.map((row) => row.deviceId)).size).toBe(10)
  expect(rows).toHaveLength(10)
  expect(await db.device.count({ where: { labels: { path: ['env'], equals: 'prod' } } })).toBe(10)
  const one = { ids: ['dev-00' as DeviceId] }
  expect(await labelDevices(as(OLIVE), { target: one, label: 'env', value: null })).toEqual({
    ok: true,
    value: { changed: 1 },
  })
})

test('an act on all that match is refused when the count moved by more than 5 % since it was confirmed', async () => {
  const group = (expected: number) =>
    groupDevices(as(OLIVE), { target: { where: '', expected }, group: 'pilot', belongs: true })
  expect(await group(18)).toMatchObject({ ok: false, refusal: { code: 'conflict' } })
  expect(await db.fleetRow.count({ where: { groups: { has: 'pilot' } } })).toBe(0)
  expect(await group(20)).toMatchObject({ ok: true, value: { changed: 20 } })
  expect(await db.fleetRow.count({ where: { groups: { has: 'pilot' } } })).toBe(20)
})

test('a quarantined device says why, and is released with a reason', async () => {
  const target = { ids: ['dev-01', 'dev-02'] as DeviceId[] }
  expect(await quarantineDevices(as(OLIVE), { target, reason: 'smells of smoke' })).toMatchObject({
    value: { changed: 2 },
  })
  expect(await db.device.findUnique({ where: { id: 'dev-01' } })).toMatchObject({
    quarantinedAt: new Date(fleet.now),
    quarantineReason: 'smells of smoke',
  })
  expect(await quarantineDevices(as(OLIVE), { target, reason: 'again' })).toMatchObject({ value: { changed: 0 } })
  expect(await releaseDevices(as(OLIVE), { target, reason: 'it was the toaster' })).toMatchObject({
    value: { changed: 2 },
  })
  expect((await audited('device.end-quarantine')).map((row) => row.reason)).toContain(
    'Released from quarantine: it was the toaster',
  )
})

test('only who operates may, and only devices that are there', async () => {
  const target = { ids: ['dev-01', 'ghost'] as DeviceId[] }
  expect(await quarantineDevices(as(ADA), { target, reason: 'because' })).toMatchObject({
    refusal: { code: 'forbidden' },
  })
  expect(await quarantineDevices(as(OLIVE), { target, reason: 'because' })).toMatchObject({
    refusal: { code: 'not-found' },
  })
})
