import { beforeAll, beforeEach, expect, test } from 'vitest'
import { abortRollout } from '../../commands/abort-rollout.ts'
import { createRollout } from '../../commands/create-rollout.ts'
import { approve, reject } from '../../commands/decide-approval.ts'
import { pauseRollout } from '../../commands/pause-rollout.ts'
import { resumeRollout } from '../../commands/resume-rollout.ts'
import { decide } from '../../domain/rollout/decide.ts'
import { reconcile } from '../../engine/reconcile.ts'
import type { ApprovalId, ReleaseId, RolloutId } from '../../protocol/ids.ts'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import { ApprovalView } from '../../protocol/views/approval-view.ts'
import { FleetView } from '../../protocol/views/fleet-view.ts'
import { ReportView } from '../../protocol/views/report-view.ts'
import { RolloutChartsView, RolloutView } from '../../protocol/views/rollout-view.ts'
import { approvalView } from '../../queries/approval.ts'
import { fleetView } from '../../queries/fleet.ts'
import { rolloutView } from '../../queries/rollout.ts'
import { rolloutChartsView } from '../../queries/rollout-charts.ts'
import { rolloutEventsView } from '../../queries/rollout-events.ts'
import { rolloutReportView } from '../../queries/rollout-report.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { configDigests } from './config-digests.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { rollbackSeen } from './rollback-check.ts'
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

const phaseOf = async (id: RolloutId) => (await db.rollout.findUniqueOrThrow({ where: { id } })).phase

async function openApproval(id: RolloutId) {
  const approval = await db.approval.findFirstOrThrow({ where: { rolloutId: id, outcome: 'open' } })
  return { id: approval.id as ApprovalId, body: { evidenceHash: approval.evidenceHash, comment: 'read it' } }
}

test('a good release reaches every wave, and every view of it parses', async () => {
  const id = await fleet.startRollout()
  await fleet.seconds(20, id)
  expect(await phaseOf(id)).toBe('awaiting-approval')
  const asked = await openApproval(id)
  ApprovalView.parse(await approvalView(db, ADA, fleet.now, asked.id))
  expect(await approve(fleet.context(ADA), asked.id, asked.body)).toEqual({ ok: true, value: null })
  await fleet.seconds(30, id)
  expect(await phaseOf(id)).toBe('completed')
  expect(await db.deviceStatus.count({ where: { runningSha256: NEW } })).toBe(24)
  const view = RolloutView.parse(await rolloutView(db, OLIVE, fleet.now, id))
  expect(view.counts).toEqual({ healthy: 24 })
  expect(view.waves.map((wave) => wave.verdict)).toEqual(['pass', 'pass', 'pass', 'pass'])
  const charts = RolloutChartsView.parse(await rolloutChartsView(db, OLIVE, fleet.now, id, 0))
  expect(charts.charts[0]?.points.some((point) => point.new !== null)).toBe(true)
  expect(charts.charts[0]?.points.some((point) => point.old !== null)).toBe(true)
  FleetView.parse(await fleetView(db, OLIVE, fleet.now))
  const report = ReportView.parse(await rolloutReportView(db, OLIVE, fleet.now, id))
  expect(report.fleet.reduce((sum, row) => sum + row.count, 0)).toBe(report.fleetTotal)
  const events = await rolloutEventsView(db, OLIVE, fleet.now, id, null)
  expect(
    events?.events.filter((event) => event.sentence.includes('told') || event.sentence.includes('Told')).length,
  ).toBeGreaterThan(0)
})

test('[R-170] [R-029] a drill is written once whoever looks, frozen with the evidence, told in the report, and known to the next rollout', async () => {
  const id = await fleet.startRollout('r-2.0.0', { rollbackDrill: true })
  await fleet.seconds(24, id, [fleet.engine, fleet.newEngine('another')])
  const asked = await openApproval(id)
  const approval = ApprovalView.parse(await approvalView(db, ADA, fleet.now, asked.id))
  const drilled = approval.drill?.deviceId ?? ''
  expect(approval.advice.sentence).toContain(`going back was tried on ${drilled}: `)
  const told = await db.auditEntry.findMany({
    where: { rolloutId: id, deviceId: drilled, action: { in: ['device.expose', 'device.send-back'] } },
    orderBy: { id: 'asc' },
  })
  expect(told.map((one) => one.action)).toEqual(['device.expose', 'device.send-back', 'device.expose'])
  expect(await db.deviceStatus.count({ where: { runningSha256: NEW } })).toBe(approval.canary.devices)
  await approve(fleet.context(ADA), asked.id, asked.body)
  await fleet.seconds(2, id)
  const report = ReportView.parse(await rolloutReportView(db, OLIVE, fleet.now, id))
  expect(report.drill).toEqual(approval.drill)
  const { fromSnapshotId } = await db.rolloutDevice.findFirstOrThrow({ where: { rolloutId: id, deviceId: drilled } })
  expect(await rollbackSeen(db, 'r-2.0.0', [fromSnapshotId ?? 0])).toBe('Going back was seen on 1 device.')
})

test('[I5] [R-015] two engines on one database decide nothing twice: one exposure and one audit row a device', async () => {
  const id = await fleet.startRollout()
  const engines = [fleet.engine, fleet.newEngine('another'), fleet.newEngine('a third')]
  await fleet.seconds(20, id, engines)
  const asked = await openApproval(id)
  await approve(fleet.context(ADA), asked.id, asked.body)
  await fleet.seconds(30, id, engines)
  expect(await phaseOf(id)).toBe('completed')
  const exposures = await db.auditEntry.groupBy({
    by: ['deviceId'],
    where: { rolloutId: id, action: 'device.expose' },
    _count: { _all: true },
  })
  expect(exposures).toHaveLength(24)
  expect(exposures.every((one) => one._count._all === 1)).toBe(true)
  const generations = await db.desired.findMany({ select: { generation: true } })
  expect(generations.every((one) => one.generation === 2n)).toBe(true)
})

test('a decision on facts that are no longer true is lost, not written', async () => {
  const id = await fleet.startRollout()
  const seen = await fleet.engine.store.load(id, fleet.now, fleet.now)
  if (!seen) throw new Error('no rollout')
  const decision = decide(seen.rollout, seen.facts, fleet.now)
  expect(await fleet.engine.store.commit(seen, decision, fleet.now)).toBe('committed')
  const rows = await db.auditEntry.count({ where: { rolloutId: id } })
  expect(await fleet.engine.store.commit(seen, decision, fleet.now)).toBe('lost')
  expect(await db.auditEntry.count({ where: { rolloutId: id } })).toBe(rows)
})

test('[R-018] the requester cannot approve, nobody twice, and not on other evidence than they saw', async () => {
  const id = await fleet.startRollout()
  await fleet.seconds(20, id)
  const asked = await openApproval(id)
  expect(await approve(fleet.context({ ...OLIVE, role: 'approver' }), asked.id, asked.body)).toMatchObject({
    ok: false,
    refusal: { code: 'forbidden' },
  })
  expect(await approve(fleet.context(ADA), asked.id, { ...asked.body, evidenceHash: 'other' })).toMatchObject({
    ok: false,
    refusal: { code: 'stale' },
  })
  expect(await reject(fleet.context(ADA), asked.id, { ...asked.body, comment: '' })).toMatchObject({ ok: false })
  const both = await Promise.all([
    approve(fleet.context(ADA), asked.id, asked.body),
    approve(fleet.context(ADA), asked.id, asked.body),
  ])
  expect(both.filter((one) => one.ok)).toHaveLength(1)
})

test('[R-037] a rollout whose baseline is too thin waits in pre-flight and touches nothing', async () => {
  await db.deviceSample.deleteMany()
  const id = await fleet.startRollout()
  fleet.now = (fleet.now + 1000) as typeof fleet.now
  await reconcile(fleet.engine, id)
  const view = await rolloutView(db, OLIVE, fleet.now, id)
  expect(view?.state.phase).toBe('validating')
  expect(view?.next.sentence).toContain('R-031')
  expect(await db.rolloutDevice.count({ where: { rolloutId: id, exposedAt: { not: null } } })).toBe(0)
})

test('a device is in one rollout at a time, and a plan that went stale is refused', async () => {
  await fleet.startRollout()
  const again = {
    releaseId: 'r-2.0.0' as ReleaseId,
    selector: '',
    canarySwaps: [],
    strategy: 'canary-rolling',
    communicationPlan: 'known',
    successCriteria: 'faster',
    rollbackTested: 'on the bench',
  }
  expect(await createRollout(fleet.context(OLIVE), again)).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('one writer at a time') },
  })
  expect(await createRollout(fleet.context(OLIVE), { ...again, strategy: 'big-bang' })).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('R-024') },
  })
  expect(await createRollout(fleet.context(ADA), again)).toMatchObject({ ok: false, refusal: { code: 'forbidden' } })
})

test('pause holds, resume goes on, abort sends every exposed device back', async () => {
  const id = await fleet.startRollout()
  await fleet.seconds(3, id)
  expect(await pauseRollout(fleet.context(OLIVE), id, { reason: 'lunch' })).toMatchObject({ ok: true })
  await fleet.seconds(30, id)
  expect(await phaseOf(id)).toBe('soaking')
  expect(await resumeRollout(fleet.context(OLIVE), id, { reason: '' })).toMatchObject({ ok: true })
  await fleet.seconds(3, id)
  expect(await phaseOf(id)).toBe('awaiting-approval')
  expect(await abortRollout(fleet.context(ADA), id, { reason: 'enough' })).toMatchObject({ ok: true })
  await fleet.seconds(20, id)
  expect(await phaseOf(id)).toBe('aborted')
  expect(await db.deviceStatus.count({ where: { runningSha256: OLD } })).toBe(24)
  expect((await db.approval.findFirstOrThrow({ where: { rolloutId: id } })).outcome).toBe('void')
})

test('[R-010] a device that was away is caught up although another rollout was planned over it and given up', async () => {
  await fleet.connection('dev-07', false)
  const id = await fleet.startRollout()
  await fleet.seconds(20, id)
  const asked = await openApproval(id)
  await approve(fleet.context(ADA), asked.id, asked.body)
  await fleet.seconds(30, id)
  expect(await phaseOf(id)).toBe('completed')
  const given = await fleet.startRollout('r-3.0.0')
  await fleet.seconds(2, id)
  await abortRollout(fleet.context(OLIVE), given, { reason: 'not today' })
  await fleet.seconds(3, given)
  expect(await fleet.engine.store.due((fleet.now + 60_000) as typeof fleet.now)).toContain(id)
  await fleet.connection('dev-07', true)
  await fleet.seconds(10, id)
  const device = await db.deviceStatus.findUniqueOrThrow({ where: { deviceId: 'dev-07' } })
  expect(device.runningVersion).toBe('2.0.0')
  expect((await db.rollout.findUniqueOrThrow({ where: { id } })).active).toBe(false)
})

test('[R-159] a snapshot that changes only configuration is rolled out and judged by what was measured under it', async () => {
  const id = await fleet.startRollout({ snapshotId: await fleet.snapshot('r-1.0.0', { threshold: 0.6 }) })
  await fleet.seconds(20, id)
  expect(await phaseOf(id)).toBe('awaiting-approval')
  const asked = await openApproval(id)
  await approve(fleet.context(ADA), asked.id, asked.body)
  await fleet.seconds(30, id)
  expect(await phaseOf(id)).toBe('completed')
  expect(RolloutView.parse(await rolloutView(db, OLIVE, fleet.now, id)).counts).toEqual({ healthy: 24 })
  const charts = RolloutChartsView.parse(await rolloutChartsView(db, OLIVE, fleet.now, id, 0))
  const points = charts.charts[0]?.points ?? []
  expect(points.some((point) => point.old !== null)).toBe(true)
  expect(points.some((point) => point.new !== null)).toBe(true)
  expect(
    points.filter((point) => point.at < (charts.deployedAt ?? 0) - 2000).every((point) => point.new === null),
  ).toBe(true)
})

test('[R-159] [R-166] a harmful configuration is undone although the artifact never changed', async () => {
  const config = { threshold: 0.99 }
  fleet.harmful = configDigests(LayeredConfig.parse({ fleet: config }))({ deviceId: '', siteId: '', groups: [] })
  const id = await fleet.startRollout({ snapshotId: await fleet.snapshot('r-1.0.0', config) })
  await fleet.seconds(40, id)
  const { state } = await db.rollout.findUniqueOrThrow({ where: { id } })
  expect(state).toMatchObject({ phase: 'rolled-back', trigger: { rule: 'R-061' }, restored: 'yes' })
  const again = await fleet.startRollout({ snapshotId: await fleet.snapshot('r-1.0.0', { threshold: 0.7 }) })
  await fleet.seconds(15, again)
  const baselines = await db.$queryRaw<{ errors: number }[]>`
    select ("baseline"->>'errors')::int as errors from "RolloutDevice" where "rolloutId" = ${again} and "baseline" is not null`
  expect(baselines.length).toBe(24)
  expect(baselines.every(({ errors }) => errors === 0)).toBe(true)
})

/** Devices that were told say once more, late, what went wrong before. */
async function sayLate(id: RolloutId, of: { sha256: string; version: string; configDigest: string | null }) {
  const told = await db.rolloutDevice.findMany({ where: { rolloutId: id, exposedAt: { not: null } } })
  const measured = { requests: 4000, errors: 4000, latency: {}, reachable: true }
  const at = new Date(fleet.now)
  await db.deviceSample.createMany({ data: told.map(({ deviceId }) => ({ deviceId, at, ...measured, ...of })) })
}

test('[R-154] what the version before did is no evidence for the new one, however late it is said', async () => {
  const before = configDigests(LayeredConfig.parse({ fleet: {} }))({ deviceId: '', siteId: '', groups: [] })
  const id = await fleet.startRollout({ snapshotId: await fleet.snapshot('r-1.0.0', { threshold: 0.6 }) })
  await fleet.seconds(10, id)
  expect(await phaseOf(id)).toBe('soaking')
  await sayLate(id, { sha256: OLD, version: '1.0.0', configDigest: before })
  await fleet.seconds(10, id)
  expect(await phaseOf(id)).toBe('awaiting-approval')
  await abortRollout(fleet.context(ADA), id, { reason: 'seen enough' })
  await fleet.seconds(20, id)

  // Two releases may share an artifact: then only the version tells them apart.
  const same = await fleet.startRollout('r-2.0.0')
  await fleet.seconds(10, same)
  await sayLate(same, { sha256: NEW, version: '1.9.0', configDigest: before })
  await fleet.seconds(10, same)
  expect(await phaseOf(same)).toBe('awaiting-approval')
  await sayLate(same, { sha256: NEW, version: '2.0.0', configDigest: before })
  await fleet.seconds(3, same)
  expect(await db.rollout.findUniqueOrThrow({ where: { id: same } })).toMatchObject({ failure: { rule: 'R-061' } })
})

test('[R-154] health seen on the version before is no word of the new one', async () => {
  const id = await fleet.startRollout()
  await fleet.seconds(8, id)
  const { deviceId } = await db.rolloutDevice.findFirstOrThrow({ where: { rolloutId: id, exposedAt: { not: null } } })
  const factsOf = async () =>
    (await fleet.engine.store.load(id, fleet.now, fleet.now))?.facts.devices.find((one) => one.deviceId === deviceId)
  expect(await factsOf()).toMatchObject({ reachable: true, reportedAt: fleet.now })
  const healthOf = { name: 'app', version: '1.0.0', sha256: OLD }
  await db.deviceStatus.update({ where: { deviceId }, data: { healthOf } })
  expect(await factsOf()).toMatchObject({ health: null, reachable: null, memoryPercent: null, reportedAt: null })
})

test('who stops it while the engine commits is not sent away: the act waits, and counts for what came of the commit', async () => {
  const id = await fleet.startRollout()
  await fleet.seconds(6, id)
  const waiting = () =>
    db.$queryRaw<
      unknown[]
    >`select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
  const acting = await db.$transaction(
    async (tx) => {
      await tx.$queryRaw`select 1 from "Rollout" where "id" = ${id} for update`
      const pausing = pauseRollout(fleet.context(OLIVE), id, { reason: 'smoke' })
      await expect.poll(waiting, { timeout: 15_000 }).toHaveLength(1)
      await tx.rollout.update({ where: { id }, data: { version: { increment: 1 } } })
      return { pausing }
    },
    { timeout: 20_000 },
  )
  expect(await acting.pausing).toEqual({ ok: true, value: null })
  expect((await db.rollout.findUniqueOrThrow({ where: { id } })).paused).toMatchObject({ reason: 'smoke' })
})
