import { beforeAll, beforeEach, expect, test } from 'vitest'
import { testDatabase } from '../adapters/postgres/test-database.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { openClient } from '../adapters/prisma/open-client.ts'
import { ADA, NEW, OLIVE, StoredFleet } from '../adapters/prisma/testing/stored-fleet.ts'
import type { RolloutId } from '../protocol/ids.ts'
import { RolloutView } from '../protocol/views/rollout-view.ts'
import { rolloutView } from '../queries/rollout.ts'
import { recordRootCause } from './record-root-cause.ts'
import { revisePlan } from './revise-plan.ts'

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

const viewOf = async (id: RolloutId) => RolloutView.parse(await rolloutView(db, ADA, fleet.now, id))
const statuses = async (id: RolloutId) =>
  Object.fromEntries((await viewOf(id)).recovery?.steps.map(({ key, status }) => [key, status]) ?? [])
const CAUSE = { category: 'artifact', text: 'The model file was left out of the package.' } as const

test('[R-125, R-126, R-127, R-130] a wave that fails is undone step by step, and nothing goes on before a person says why', async () => {
  fleet.broken = NEW
  const id = await fleet.startRollout()
  for (let n = 0; n < 60 && (await db.rollout.findUniqueOrThrow({ where: { id } })).phase !== 'rolled-back'; n++)
    await fleet.seconds(1, id)
  expect(await statuses(id)).toEqual({
    halted: 'done',
    'sent-back': 'done',
    verified: 'done',
    logs: 'owed',
    pattern: 'done',
    'root-cause': 'current',
    'go-on': 'waiting',
  })
  const { plan, stateBlock } = await viewOf(id)
  expect(stateBlock).toContain('blockers: R-130: app 2.0.0 failed')
  const number = plan?.number ?? 0
  const refused = { ok: false, refusal: { code: 'conflict', message: expect.stringContaining('R-130') } }
  expect(await revisePlan(fleet.context(OLIVE), number, fleet.environment)).toMatchObject(refused)
  await expect(fleet.startRollout(), 'the same releases and configuration under another name').rejects.toThrow('R-130')

  const record = (role: 'viewer' | 'approver') => recordRootCause(fleet.context({ ...ADA, role }), id, CAUSE)
  expect(await record('viewer')).toMatchObject({ ok: false, refusal: { code: 'forbidden' } })
  expect(await record('approver')).toEqual({ ok: true, value: null })
  expect(await record('approver'), 'said twice, it is there once').toEqual({ ok: true, value: null })
  const audited = await db.auditEntry.findMany({ where: { rolloutId: id, action: 'rollout.recordRootCause' } })
  expect(audited.map(({ actorName, reason }) => `${actorName}: ${reason}`)).toEqual([
    `Ada: Root cause (artifact): ${CAUSE.text}`,
  ])
  expect((await viewOf(id)).recovery).toMatchObject({ unexplained: false, rootCauses: [{ name: 'Ada', ...CAUSE }] })
  expect(await statuses(id)).toMatchObject({ 'root-cause': 'done', 'go-on': 'done' })
  expect(await revisePlan(fleet.context(OLIVE), number, fleet.environment)).toMatchObject({ ok: true })
  await expect(fleet.startRollout('r-3.0.0'), 'another release may be tried').resolves.toBeTruthy()
})

test('[R-130] of what did not fail there is no root cause to record', async () => {
  const id = await fleet.startRollout()
  expect(await recordRootCause(fleet.context(ADA), id, CAUSE)).toMatchObject({
    ok: false,
    refusal: { code: 'conflict', message: 'Nothing of it has failed.' },
  })
})
