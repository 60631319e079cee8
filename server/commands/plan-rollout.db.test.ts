import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../adapters/postgres/test-database.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { openClient } from '../adapters/prisma/open-client.ts'
import { StoredFleet } from '../adapters/prisma/testing/stored-fleet.ts'
import type { PreviewRollout } from '../protocol/commands/create-rollout.ts'
import type { ReleaseId } from '../protocol/ids.ts'
import { listCanaryChoices } from './canary-choices.ts'
import { planRollout } from './plan-rollout.ts'

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

function body(asked: Partial<PreviewRollout>): PreviewRollout {
  const target = asked.snapshotId === undefined ? { releaseId: 'r-2.0.0' as ReleaseId } : {}
  return { ...target, selector: '', canarySwaps: [], strategy: 'canary-rolling', ...asked }
}

async function planned(asked: Partial<PreviewRollout> = {}) {
  const answer = await planRollout(db, body(asked), true, fleet.now)
  if (!answer.ok) throw new Error(answer.refusal.message)
  return answer.value
}
const reasonOf = async (id: string, asked?: Partial<PreviewRollout>) =>
  (await planned(asked)).plan.excluded.find((one) => one.deviceId === id)?.because

test('the cohort is what the selector names now', async () => {
  await db.device.updateMany({ where: { siteId: 'north' }, data: { groups: ['pilot'], labels: { env: 'prod' } } })
  expect((await planned({ selector: 'region:eu' })).plan.cohort).toBe(12)
  expect((await planned({ selector: 'group:pilot label.env=prod -id:dev-00' })).plan.cohort).toBe(11)
  expect((await planned()).plan).toMatchObject({ selector: '', cohort: 24, excluded: [] })
})

test('a device that another rollout has is left out, with its name, and a start that is over is refused', async () => {
  await fleet.startRollout()
  const { name } = await db.rollout.findFirstOrThrow()
  const answer = await planRollout(db, body({}), true, fleet.now)
  expect(answer).toMatchObject({ ok: false, refusal: { message: expect.stringContaining(`in the rollout “${name}”`) } })
  const over = new Date(fleet.now - 1000).toISOString()
  const late = await planRollout(db, body({ startAt: over }), true, fleet.now)
  expect(late).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('is over') } })
})

test('[R-142] a device with an unresolved discrepancy takes no part until it is resolved', async () => {
  const at = new Date(fleet.now)
  const row = { deviceId: 'dev-03', kind: 'memory', expected: 4096, reported: 512, seenAt: at }
  const { id } = await db.discrepancy.create({ data: row })
  expect(await reasonOf('dev-03')).toContain('something else than the registry (memory)')
  await db.discrepancy.update({ where: { id }, data: { resolvedAt: at, resolvedBy: 'Olive', resolution: 'accepted' } })
  expect(await reasonOf('dev-03')).toBeUndefined()
})

test('[R-114] a device is left out while a sensor that the release needs calibrated is not', async () => {
  const calibrations = [{ kind: 'sensor', goodForDays: 7 }]
  const release = { where: { id: 'r-2.0.0' } }
  const { manifest } = await db.release.findUniqueOrThrow(release)
  await db.release.update({ ...release, data: { manifest: JSON.stringify({ ...JSON.parse(manifest), calibrations }) } })
  const lidar = { deviceId: 'dev-03', id: 'lidar', kind: 'sensor', name: 'Lidar' }
  const until = (days: number) => ({ calibratedUntil: new Date(fleet.now + days * 86_400_000) })
  await db.resource.create({ data: { ...lidar, ...until(2) } })
  expect(await reasonOf('dev-03')).toContain('its sensor “Lidar” is good for 2 more days, the release needs 7')
  await db.resource.updateMany({ data: until(90) })
  expect(await reasonOf('dev-03')).toBeUndefined()
})

test('[R-042] the selector finds the single points of failure that the planner spares', async () => {
  await db.device.updateMany({ where: { id: { in: ['dev-00', 'dev-02'] } }, data: { redundancyGroup: 'pair' } })
  await db.deviceStatus.update({ where: { deviceId: 'dev-02' }, data: { healthStatus: 'degraded' } })
  await db.device.update({ where: { id: 'dev-05' }, data: { singlePointOfFailure: true } })
  const spared = (await planned()).candidates.filter(({ singlePoint }) => singlePoint !== null)
  expect(spared.map(({ deviceId }) => deviceId)).toEqual(['dev-00', 'dev-05'])
  const { candidates } = await planned({ selector: 'spof:yes' })
  expect(candidates.map(({ deviceId }) => deviceId)).toEqual(['dev-00', 'dev-05'])
})

test('[R-042] [R-043] who stands alone in its redundancy group or has an open known issue is no canary', async () => {
  await db.device.updateMany({ where: { id: { in: ['dev-00', 'dev-02'] } }, data: { redundancyGroup: 'pair' } })
  await db.deviceStatus.update({ where: { deviceId: 'dev-02' }, data: { healthStatus: 'degraded' } })
  const at = new Date(fleet.now)
  const note = { title: 'flaky power', owner: 'olive', createdBy: 'olive', createdAt: at }
  await db.knownIssue.createMany({
    data: [
      { ...note, id: 'open', deviceId: 'dev-04', expiresAt: new Date(fleet.now + 3_600_000) },
      { ...note, id: 'over', deviceId: 'dev-06', expiresAt: new Date(fleet.now - 1000) },
      { ...note, id: 'closed', deviceId: 'dev-08', expiresAt: new Date(fleet.now + 3_600_000), closedAt: at },
    ],
  })
  const { candidates } = await planned()
  const about = (id: string) => candidates.find((one) => one.deviceId === id)
  expect(about('dev-00')?.singlePoint).toBe('nobody else of its redundancy group pair is up and healthy')
  expect(about('dev-02')?.singlePoint).toBeNull()
  expect(['dev-04', 'dev-06', 'dev-08'].map((id) => about(id)?.knownIssue)).toEqual([
    expect.stringMatching(/^flaky power \(olive mends it, until \d{4}-\d{2}-\d{2}\)$/),
    null,
    null,
  ])
})

test('a snapshot is planned as it was frozen; who holds it already is left out', async () => {
  const desired = await db.desired.findFirstOrThrow()
  await expect(planned({ snapshotId: desired.snapshotId })).rejects.toThrow('it runs 1.0.0 already')
  const { id } = await db.snapshot.create({
    data: { contentHash: 'x', releaseId: 'r-1.0.0', config: { fleet: { exposure: 3 } }, createdBy: 'olive' },
  })
  const { plan, target } = await planned({ snapshotId: id })
  expect(plan.cohort).toBe(24)
  expect(await target.snapshot(db, 'olive')).toBe(id)
  await expect(planned({ snapshotId: id + 100 })).rejects.toThrow(`no snapshot ${id + 100}`)
})

test('[R-039] a canary may be exchanged for another that stands for the same; the plan says who and why', async () => {
  const before = (await planned()).plan
  const [out] = before.canary.picks
  if (!out) throw new Error('a plan without canaries')
  const ask = { plan: body({}), take: out.deviceId, find: '' }
  const listed = await listCanaryChoices({ db, demo: true, now: fleet.now }, ask)
  if (!listed.ok) throw new Error(listed.refusal.message)
  const fitting = listed.value.choices.find(({ refused, loses }) => refused === null && loses.length === 0)
  if (!fitting) throw new Error('nobody could stand in')
  const { plan } = await planned({ canarySwaps: [{ take: out.deviceId, instead: fitting.deviceId }] })
  expect(plan.canary.uncovered).toEqual([])
  expect(plan.canary.picks.map((pick) => pick.deviceId)).not.toContain(out.deviceId)
  expect(plan.canary.picks.find((pick) => pick.deviceId === fitting.deviceId)?.because).toContain(
    `chosen by a person instead of ${out.name}`,
  )
})

test('[B-09] the same fleet gives the same plan, in whatever order the database has its rows', async () => {
  const before = (await planned()).plan
  // A row that is written again moves to the end of its table.
  await db.$executeRaw`update "FleetRow" set "name" = "name" where right("deviceId", 1) in ('1', '4', '7')`
  await db.$executeRaw`update "Device" set "labels" = '{"seen": "yes"}' where right("id", 1) in ('2', '5', '8')`
  expect(await db.$queryRaw`select "deviceId" from "FleetRow" limit 1 offset 23`).toEqual([{ deviceId: 'dev-21' }])
  expect((await planned()).plan).toEqual(before)
})
