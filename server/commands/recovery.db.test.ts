import pg from 'pg'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { reportMarkdown } from '../adapters/http/api/report-markdown.ts'
import { testDatabase } from '../adapters/postgres/test-database.ts'
import { provideConfigKey } from '../adapters/prisma/config-key.ts'
import { openDeviceJournal } from '../adapters/prisma/device-journal.ts'
import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { openClient } from '../adapters/prisma/open-client.ts'
import { sealDocument } from '../adapters/prisma/sealed-config.ts'
import { ADA, NEW, OLIVE, StoredFleet } from '../adapters/prisma/testing/stored-fleet.ts'
import { MASK } from '../protocol/config-layer.ts'
import { ApprovalId, DeviceId, Generation, type RolloutId } from '../protocol/ids.ts'
import { ReportView } from '../protocol/views/report-view.ts'
import { RolloutView } from '../protocol/views/rollout-view.ts'
import { failureLogsView } from '../queries/failed-devices.ts'
import { rolloutView } from '../queries/rollout.ts'
import { rolloutReportView } from '../queries/rollout-report.ts'
import { clearSuspicion } from './clear-suspicion.ts'
import { approve } from './decide-approval.ts'
import { extendSoak } from './extend-soak.ts'
import { recordRootCause } from './record-root-cause.ts'
import { retryFailed } from './retry-failed.ts'
import { revisePlan } from './revise-plan.ts'

let db: PrismaClient
let pool: pg.Pool
let fleet: StoredFleet

beforeAll(async () => {
  const url = await testDatabase()
  db = openClient(url)
  pool = new pg.Pool({ connectionString: url })
  provideConfigKey('k'.repeat(43))
  return async () => {
    await pool.end()
    await db.$disconnect()
  }
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Rollout", "Approval", "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "User", "ConfigLayer" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(24)
})

const viewOf = async (id: RolloutId) => RolloutView.parse(await rolloutView(db, ADA, fleet.now, id))
const statuses = async (id: RolloutId) =>
  Object.fromEntries((await viewOf(id)).recovery?.steps.map(({ key, status }) => [key, status]) ?? [])
/** Every failed device sends its logs, and again because the answer was lost. */
async function saysLast(id: RolloutId, line: string): Promise<void> {
  const failed = await db.rolloutDevice.findMany({ where: { rolloutId: id, failure: { not: Prisma.AnyNull } } })
  const journal = openDeviceJournal(pool)
  for (const { deviceId, generation } of [...failed, ...failed])
    await journal.logs({
      deviceId: DeviceId.parse(deviceId),
      at: fleet.now,
      generation: Generation.parse(Number(generation) - 1),
      lines: ['agent: rolled back', line],
    })
}
const CAUSE = { category: 'artifact', text: 'The model file was left out of the package.' } as const

test('[R-019, R-125, R-126, R-127, R-128, R-130] a wave that fails is undone step by step, and nothing goes on before a person says why', async () => {
  fleet.broken = NEW
  const config = sealDocument({ camera: { pin: '4711' } }, ['camera.pin'])
  await db.configLayer.create({
    data: { scope: 'fleet', key: '', document: config, version: 1, updatedBy: 'olive', updatedAt: new Date(fleet.now) },
  })
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
  await saysLast(id, 'pin 4711 refused')
  expect(await statuses(id), 'said once or twice').toMatchObject({ logs: 'done' })
  const logs = await failureLogsView(db, ADA, fleet.now, id)
  expect(logs?.devices.map(({ lines, reason }) => [reason, ...lines])).toContainEqual([
    'smoke-test-failed',
    'agent: rolled back',
    `pin ${MASK} refused`,
  ])
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
  const report = async () => {
    const view = await rolloutReportView(db, ADA, fleet.now, id)
    return view && reportMarkdown(ReportView.parse(view))
  }
  const said = await report()
  expect(said).toContain(`Ada, artifact: ${CAUSE.text}`)
  await fleet.seconds(3, id)
  expect(await report(), '[R-111] what is measured later changes nothing').toBe(said)
  expect(await revisePlan(fleet.context(OLIVE), number, fleet.environment), '[R-019] prepared anew').toMatchObject({
    ok: true,
  })
  await expect(fleet.startRollout('r-3.0.0'), 'another release may be tried').resolves.toBeTruthy()
})

test('[R-130] of what did not fail there is no root cause to record', async () => {
  const id = await fleet.startRollout()
  expect(await recordRootCause(fleet.context(ADA), id, CAUSE)).toMatchObject({
    ok: false,
    refusal: { code: 'conflict', message: 'Nothing of it has failed.' },
  })
})

test('[R-136, R-130] a suspected degradation holds the approval until it is cleared; a failed device is retried once it is said why', async () => {
  const id = await fleet.startRollout()
  const until = async (phase: string) => {
    for (let n = 0; n < 60 && (await viewOf(id)).state.phase !== phase; n++) await fleet.seconds(1, id)
    expect((await viewOf(id)).state.phase).toBe(phase)
  }
  await until('soaking')
  const longer = { seconds: 10, reason: 'Memory climbs.' }
  expect(await extendSoak(fleet.context(ADA), id, longer)).toMatchObject({ ok: true })
  await until('awaiting-approval')
  const approval = await db.approval.findFirstOrThrow({ where: { rolloutId: id, outcome: 'open' } })
  const say = () =>
    approve(fleet.context(ADA), ApprovalId.parse(approval.id), { evidenceHash: approval.evidenceHash, comment: '' })
  expect(await say()).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('R-136: Ada suspects') } })
  expect((await viewOf(id)).stateBlock).toContain('blockers: R-136')
  const clear = { cause: 'none', reason: 'It stood still for ten minutes.' } as const
  expect(await clearSuspicion(fleet.context(ADA), id, clear)).toMatchObject({ ok: true })
  expect(await clearSuspicion(fleet.context(ADA), id, clear)).toMatchObject({ ok: false })
  const [victim] = (await db.rolloutDevice.findMany({ where: { rolloutId: id, wave: 1 } })).map((one) => one.deviceId)
  fleet.broken = NEW
  fleet.breaksOn = (device) => device === victim
  expect(await say()).toMatchObject({ ok: true })
  await until('completed')

  const retry = () => retryFailed(fleet.context(OLIVE), id, { reason: 'The model is there now.', despiteHash: false })
  expect(await retry()).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('Record why') } })
  await recordRootCause(fleet.context(ADA), id, CAUSE)
  fleet.broken = null
  expect((await viewOf(id)).remedies.retry).toMatchObject({ devices: 1, explained: true, may: { allowed: false } })
  expect(await retry()).toEqual({ ok: true, value: { devices: 1 } })
  expect(await retry(), 'asked twice').toMatchObject({ ok: false, refusal: { code: 'conflict' } })
  await fleet.seconds(4, id)
  expect((await viewOf(id)).counts).toEqual({ healthy: 24 })
  const report = await rolloutReportView(db, ADA, fleet.now, id)
  expect(report?.people.map(({ act }) => act)).toEqual([
    'create',
    'extend soak',
    'clear suspicion',
    'record root cause',
    'retry failed',
  ])
})
