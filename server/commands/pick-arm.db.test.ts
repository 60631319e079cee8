import { beforeAll, beforeEach, expect, test } from 'vitest'
import { reportMarkdown } from '../adapters/http/api/report-markdown.ts'
import { testDatabase } from '../adapters/postgres/test-database.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { openClient } from '../adapters/prisma/open-client.ts'
import { ADA, NEW, NEWER, OLD, OLIVE, SHORT, StoredFleet } from '../adapters/prisma/testing/stored-fleet.ts'
import { ApprovalId, type ReleaseId, type RolloutId } from '../protocol/ids.ts'
import type { Phase } from '../protocol/rollout-state.ts'
import { ReportView } from '../protocol/views/report-view.ts'
import { RolloutView } from '../protocol/views/rollout-view.ts'
import { rolloutView } from '../queries/rollout.ts'
import { rolloutReportView } from '../queries/rollout-report.ts'
import { blockRelease } from './block-release.ts'
import { approve } from './decide-approval.ts'
import { pickArm } from './pick-arm.ts'
import { planRollout } from './plan-rollout.ts'
import { resumeRollout } from './resume-rollout.ts'

let db: PrismaClient
let fleet: StoredFleet
const POLICY = {
  comparePercent: 50,
  compareSeconds: 10,
  canarySoakSeconds: 5,
  rollbackVerifySeconds: 2,
  wavePercents: [25],
}
const R2 = 'r-2.0.0' as ReleaseId
const R3 = 'r-3.0.0' as ReleaseId

beforeAll(async () => {
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Rollout", "Approval", "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "User", "ConfigLayer" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(16)
})

const viewOf = async (id: RolloutId) => RolloutView.parse(await rolloutView(db, ADA, fleet.now, id))
const reportOf = async (id: RolloutId) => ReportView.parse(await rolloutReportView(db, ADA, fleet.now, id))
const running = async (sha256: string) => db.deviceStatus.count({ where: { runningSha256: sha256 } })

async function until(phase: Phase, id: RolloutId): Promise<void> {
  for (let n = 0; n < 90 && (await db.rollout.findUniqueOrThrow({ where: { id } })).phase !== phase; n++)
    await fleet.seconds(1, id)
  const { phase: now, because } = await db.rollout.findUniqueOrThrow({ where: { id } })
  expect({ now, because }).toMatchObject({ now: phase })
}

async function compared(): Promise<RolloutId> {
  const id = await fleet.startRollout(R2, POLICY, R3)
  await until('awaiting-approval', id)
  const { id: approval, evidenceHash } = await db.approval.findFirstOrThrow()
  await approve(fleet.context(ADA), ApprovalId.parse(approval), { evidenceHash, comment: '' })
  await until('comparing', id)
  return id
}

test('[R-023] [R-018] two arms on a database: compared, picked by an approver, and what was picked reaches everybody', async () => {
  const id = await compared()
  const [a, b] = [await running(NEW), await running(NEWER)]
  expect([a, b]).toEqual([4, 4])
  await fleet.seconds(2, id)
  const pick = (person: typeof ADA, arm: 'a' | 'b' | 'neither', reason = '') =>
    pickArm(fleet.context(person), id, { arm, reason })
  expect(await pick(OLIVE, 'b', 'mine')).toMatchObject({ ok: false, refusal: { code: 'forbidden' } })
  const asked = { ...ADA, id: OLIVE.id }
  expect(await pick(asked, 'b', 'mine')).toMatchObject({
    refusal: { message: expect.stringContaining('somebody else') },
  })
  expect(await pick(ADA, 'b')).toMatchObject({ refusal: { message: expect.stringContaining('not over') } })
  await fleet.seconds(12, id)
  const view = await viewOf(id)
  expect(view).toMatchObject({
    to: { version: '2.0.0 or 3.0.0' },
    comparison: {
      a: { version: '2.0.0', devices: 4 },
      b: { version: '3.0.0', devices: 4 },
      reading: { says: 'no-difference' },
    },
    pick: { may: { allowed: true } },
  })
  expect(view.comparison?.reading?.rows.find(({ metric }) => metric === 'error-rate')).toMatchObject({
    a: { n: 4, of: 4 },
    b: { n: 4, of: 4 },
    better: 'neither',
  })
  expect(view.next.sentence).toContain('No difference shown')
  expect(await pick(ADA, 'b')).toMatchObject({ ok: true })
  await until('completed', id)
  expect(await running(NEWER)).toBe(16)
  expect(await db.desired.count({ where: { snapshot: { releaseId: R3 } } })).toBe(16)
  expect(await db.rolloutDevice.count({ where: { rolloutId: id, arm: 'a' } })).toBe(0)
  const entry = await db.auditEntry.findFirstOrThrow({ where: { action: 'rollout.pickArm' } })
  expect(entry).toMatchObject({ actorName: 'Ada', reason: 'Arm B (app 3.0.0) was picked by Ada.' })
  const report = await reportOf(id)
  expect(report).toMatchObject({
    artifact: 'app 3.0.0',
    comparison: { pick: { arm: 'b', name: 'Ada', says: 'no-difference' } },
  })
  expect(reportMarkdown(report)).toContain('Ada picked arm B, 3.0.0')
})

test('[R-023] a bad arm is rolled back on its devices alone; it can not be picked, the other one can', async () => {
  fleet.broken = NEWER
  const id = await compared()
  expect([await running(NEW), await running(NEWER), await running(OLD)]).toEqual([4, 0, 12])
  const view = await viewOf(id)
  expect(view.comparison?.lost).toMatchObject({ arm: 'b', trigger: { rule: 'R-124' } })
  const bad = await pickArm(fleet.context(ADA), id, { arm: 'b', reason: 'all the same' })
  expect(bad).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('went back') } })
  expect(await pickArm(fleet.context(ADA), id, { arm: 'a', reason: '' })).toMatchObject({ ok: true })
  await until('deploying', id)
  await fleet.seconds(3, id)
  expect([await running(NEW), await running(OLD)]).toEqual([8, 8])
})

test('a blocked arm is paused, and is not picked; neither sends both back', async () => {
  const id = await compared()
  await blockRelease(fleet.context(OLIVE), R3, { reason: 'a hole was found' })
  expect((await viewOf(id)).paused?.reason).toContain('a hole was found')
  const pick = (arm: 'b' | 'neither') => pickArm(fleet.context(ADA), id, { arm, reason: 'safety first' })
  expect(await pick('b')).toMatchObject({ refusal: { message: expect.stringContaining('is blocked') } })
  expect(await pick('neither')).toMatchObject({ refusal: { message: expect.stringContaining('resume it first') } })
  expect(await resumeRollout(fleet.context(OLIVE), id, { reason: '' })).toMatchObject({ ok: true })
  expect(await pick('neither')).toMatchObject({ ok: true })
  await until('rolled-back', id)
  expect(await running(OLD)).toBe(16)
})

test.each([
  { name: 'without an arm B', asked: {}, says: 'say which release or snapshot is arm B' },
  { name: 'against itself', asked: { other: { releaseId: R2 } }, says: 'both arms are the same' },
  {
    name: 'by another strategy',
    asked: { other: { releaseId: R3 }, strategy: 'canary-rolling' },
    says: 'Only A/B compares',
  },
  {
    name: 'on a share too small for a canary of both',
    asked: { other: { releaseId: R3 }, policy: { comparePercent: 20 } },
    says: 'R-023: a canary for both arms takes 4 devices',
  },
])('[R-023] a comparison $name is refused in words', async ({ asked: { policy, ...asked }, says }) => {
  const body = {
    releaseId: R2,
    selector: '' as const,
    canarySwaps: [],
    strategy: 'a-b',
    policy: { ...SHORT, ...POLICY, ...policy },
  }
  const answer = await planRollout(db, { ...body, ...asked }, true, fleet.now)
  expect(answer).toMatchObject({ ok: false, refusal: { message: expect.stringContaining(says) } })
})
