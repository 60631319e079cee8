import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { openClient } from '../prisma/open-client.ts'
import { registerDevice } from '../testing/test-device.ts'
import { applyRules } from './apply-rules.ts'
import { stepRuns } from './step-runs.ts'

const START = 1_800_000_000_000
const COUNT = 12
const ids = Array.from({ length: COUNT }, (_, n) => `device-${String(n).padStart(2, '0')}`)
let db: PrismaClient
let made = 0
const newId = () => `id-${++made}`
const at = (minutes: number) => (START + minutes * 60_000) as Instant

beforeAll(async () => {
  db = openClient(await testDatabase())
  const artifact = {
    name: 'app',
    version: '1.0.0',
    counter: 1,
    manifest: '{}',
    signature: '',
    keyId: '',
    createdBy: 'olive',
  }
  await db.release.create({ data: { id: 'release', ...artifact } })
  const { id: snapshotId } = await db.snapshot.create({
    data: { contentHash: 'hash', releaseId: 'release', config: {}, createdBy: 'olive' },
  })
  for (const id of ids) {
    await registerDevice(db, id)
    await db.desired.create({
      data: { deviceId: id, generation: 1, snapshotId, reason: 'adopted', trial: {}, issuedAt: new Date(START) },
    })
    await db.deviceStatus.create({
      data: { deviceId: id, online: true, lastSeenAt: new Date(START), reported: reported(1, { state: 'confirmed' }) },
    })
    await db.driftState.create({
      data: { deviceId: id, verdict: 'drift', because: 'config camera.exposure differs', evaluatedAt: new Date(START) },
    })
  }
})
afterAll(() => db.$disconnect())

const reported = (generation: number, update: object) => ({
  generation,
  running: null,
  slot: 'a',
  standby: null,
  update,
})

async function drifts(deviceIds: readonly string[], since: Instant): Promise<void> {
  await db.driftItem.createMany({
    data: deviceIds.map((deviceId) => ({
      deviceId,
      kind: 'config',
      key: 'camera.exposure',
      desired: 10,
      reported: 12,
      cause: 'local-edit',
      since: new Date(since),
    })),
    skipDuplicates: true,
  })
}

/** The device says how it went with the newest it was asked. */
async function answers(deviceId: string, update: object): Promise<void> {
  const { generation } = await db.desired.findUniqueOrThrow({ where: { deviceId } })
  await db.deviceStatus.update({
    where: { deviceId },
    data: { reported: reported(Number(generation), update), generation },
  })
}

const rule = (action: string, changes: object = {}) =>
  db.driftRule.create({
    data: {
      id: newId(),
      selector: '',
      kind: 'config',
      keyPattern: 'camera.*',
      action,
      owner: 'Olive',
      reason: 'cameras are calibrated',
      perMinute: 4,
      createdBy: 'olive',
      createdAt: new Date(START),
      ...changes,
    },
  })

test('[R-165] a rule puts one device right first, then four a minute; what comes back is left alone; a failure stops the rule', async () => {
  await drifts(ids, at(0))
  expect(await applyRules(db, at(0), newId)).toBe(0) // without a rule nothing is changed by itself

  const { id: ruleId } = await rule('reconcile')
  const ignoring = await rule('ignore', { selector: 'id:device-11', expiresAt: new Date(at(60)) })
  expect(await applyRules(db, at(0), newId)).toBe(1)
  expect(await applyRules(db, at(0), newId)).toBe(0) // all of them are at work already
  expect(await db.reconcileDevice.count()).toBe(COUNT - 1)

  const { asked: first } = await stepRuns(db, at(0))
  expect(first).toEqual(['device-00'])
  expect((await stepRuns(db, at(1))).asked).toEqual([])
  expect(await db.desired.findUnique({ where: { deviceId: 'device-00' } })).toMatchObject({
    generation: 2n,
    reason: 'reconcile',
  })

  await answers('device-00', { state: 'confirmed' })
  await db.driftItem.deleteMany({ where: { deviceId: 'device-00' } })
  expect((await stepRuns(db, at(2))).asked).toHaveLength(4)
  expect((await stepRuns(db, at(2.5))).asked).toEqual([])

  // The value is back on the first device: it is not asked again.
  await drifts(['device-00'], at(2.4))
  expect(await applyRules(db, at(3), newId)).toBe(0)

  const atWork = await db.reconcileDevice.findMany({ where: { state: 'asked' } })
  for (const [index, { deviceId }] of atWork.entries())
    await answers(
      deviceId,
      index === 0 ? { state: 'rolled-back', reason: 'crash-loop', detail: 'it ended' } : { state: 'confirmed' },
    )
  await stepRuns(db, at(4))
  await stepRuns(db, at(4))
  expect(await db.reconcileRun.findFirst()).toMatchObject({ state: 'stopped' })
  expect(await db.reconcileDevice.count({ where: { state: 'skipped' } })).toBe(6)
  expect(await db.driftRule.findUnique({ where: { id: ruleId } })).toMatchObject({
    stoppedBecause: expect.stringContaining('could not be reconciled'),
  })
  expect(await applyRules(db, at(5), newId)).toBe(0)

  // Started again by a person, and the ignoring has expired: the last device is taken up with the others.
  await db.driftRule.update({ where: { id: ruleId }, data: { stoppedAt: null, stoppedBecause: null } })
  expect(await applyRules(db, at(61), newId)).toBe(1)
  const open = await db.reconcileDevice.findMany({ where: { state: 'waiting' }, select: { deviceId: true } })
  expect(open.map(({ deviceId }) => deviceId)).toContain('device-11')
  expect(open.map(({ deviceId }) => deviceId)).not.toContain('device-00')
  expect(ignoring.action).toBe('ignore')
})
