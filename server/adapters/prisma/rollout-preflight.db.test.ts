import { beforeAll, beforeEach, expect, test } from 'vitest'
import { createRollout } from '../../commands/create-rollout.ts'
import { previewRollout } from '../../commands/preview-rollout.ts'
import { resumeRollout } from '../../commands/resume-rollout.ts'
import { savePlan } from '../../commands/save-plan.ts'
import { startPlan } from '../../commands/start-plan.ts'
import { DEMO_POLICY } from '../../domain/rollout/default-policies.ts'
import { CreateRollout } from '../../protocol/commands/create-rollout.ts'
import type { Instant, ReleaseId } from '../../protocol/ids.ts'
import { PlanDocument } from '../../protocol/plan-document.ts'
import type { PreflightItem } from '../../protocol/rollout-state.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from './generated/client.ts'
import { openClient } from './open-client.ts'
import { NEW, OLD, OLIVE, StoredFleet } from './testing/stored-fleet.ts'

let db: PrismaClient
let fleet: StoredFleet

beforeAll(async () => {
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Rollout", "Approval", "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "User" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(8)
})

const ASKED = { releaseId: 'r-2.0.0' as ReleaseId, selector: '', canarySwaps: [], strategy: 'canary-rolling' }
const one = { where: { id: 'dev-03' } }

/** The new release asks for calibrated sensors, and a device has one. */
async function needsCalibrated(calibratedUntil: Date): Promise<void> {
  const release = { where: { id: 'r-2.0.0' } }
  const { manifest } = await db.release.findUniqueOrThrow(release)
  const calibrations = [{ kind: 'sensor', goodForDays: 0 }]
  await db.release.update({ ...release, data: { manifest: JSON.stringify({ ...JSON.parse(manifest), calibrations }) } })
  await db.resource.create({
    data: { deviceId: 'dev-03', id: 'lidar', kind: 'sensor', name: 'Lidar', calibratedUntil },
  })
}

const policy = (change: object) => db.rollout.updateMany({ data: { policy: { ...DEMO_POLICY, ...change } } })

/** The fleet, not the check, is made false: after the plan was frozen, since a planner that sees it leaves the device out. */
const FALSE: readonly { rule: string; how: string; says: string; make: () => unknown }[] = [
  { rule: 'R-025', how: 'the store lost the artifact', says: 'upload it again', make: () => void fleet.lost.add(NEW) },
  {
    rule: 'R-026',
    how: 'an agent lays bytes another way',
    says: 'installs by container',
    make: () =>
      db.deviceInventory.create({
        data: { deviceId: 'dev-03', inventory: { mechanisms: ['container'] }, at: new Date(fleet.now) },
      }),
  },
  {
    rule: 'R-026',
    how: 'a sensor that the release needs calibrated is due',
    says: 'its sensor “Lidar” is due for calibration',
    make: () => needsCalibrated(new Date(fleet.now)),
  },
  {
    rule: 'R-027',
    how: 'a board of another architecture',
    says: 'no artifact of rpi5 is built for x64',
    make: () => db.device.update({ ...one, data: { architecture: 'x64' } }),
  },
  {
    rule: 'R-028',
    how: 'half the memory is gone',
    says: 'needs 100 MB memory',
    make: () => db.device.update({ ...one, data: { memoryMb: 64 } }),
  },
  {
    rule: 'R-029',
    how: 'the store lost what devices would go back to',
    says: 'nothing to go back to',
    make: () => void fleet.lost.add(OLD),
  },
  {
    rule: 'R-030',
    how: 'a group came into being that no canary stands for',
    says: 'group night',
    make: () => db.device.updateMany({ where: { rollouts: { some: { wave: 2 } } }, data: { groups: ['night'] } }),
  },
  {
    rule: 'R-031',
    how: 'a thin baseline',
    says: 'too thin a baseline',
    make: async () => {
      await db.deviceSample.deleteMany()
      await policy({ baselineMinRequests: 1000 })
    },
  },
  { rule: 'R-032', how: 'no soak', says: 'without a soak', make: () => policy({ waveSoakSeconds: 0 }) },
  {
    rule: 'R-033',
    how: 'limits nothing can cross',
    says: 'set when the rollout goes back',
    make: () => policy({ gate: { ...DEMO_POLICY.gate, maxFailedPercent: 100 } }),
  },
  {
    rule: 'R-034',
    how: 'nobody is told',
    says: 'nobody is named',
    make: () => db.rollout.updateMany({ data: { communicationPlan: '' } }),
  },
  {
    rule: 'R-035',
    how: 'the fleet is gone',
    says: 'is offline',
    make: () => db.deviceStatus.updateMany({ data: { online: false } }),
  },
  {
    rule: 'R-036',
    how: 'a full disk',
    says: '97 % full',
    make: () => db.deviceStatus.update({ where: { deviceId: 'dev-03' }, data: { diskPercent: 97 } }),
  },
  {
    rule: 'R-142',
    how: 'a device contradicts the registry',
    says: 'something else than the registry (memory)',
    make: () =>
      db.discrepancy.create({
        data: { deviceId: 'dev-03', kind: 'memory', expected: 1, reported: 2, seenAt: new Date(fleet.now) },
      }),
  },
]

test.each(FALSE)('[$rule] [R-037] $how: nothing is deployed, and the reason is said', async ({ rule, says, make }) => {
  const told = await db.desired.findMany({ orderBy: { deviceId: 'asc' } })
  const id = await fleet.startRollout()
  await make()
  await fleet.seconds(2, id)
  const row = await db.rollout.findUniqueOrThrow({ where: { id } })
  expect(row.phase).toBe('validating')
  const items = row.preflight as PreflightItem[]
  const unmet = items.find((item) => item.rule === rule)
  // The item, its evidence, and the page on which it is mended.
  expect(unmet).toMatchObject({
    met: false,
    because: expect.stringContaining(says),
    href: expect.stringMatching(/^\//),
  })
  const first = items.find((item) => !item.met)
  expect(row.because).toContain(`not met. ${first?.rule} ${first?.because}`)
  // No act of a person goes past it either.
  await resumeRollout(fleet.context(OLIVE), id, { reason: 'go on anyway' })
  await fleet.seconds(1, id)
  expect((await db.rollout.findUniqueOrThrow({ where: { id } })).phase).toBe('validating')
  expect(await db.rolloutDevice.count({ where: { OR: [{ exposedAt: { not: null } }, { state: { not: 0 } }] } })).toBe(0)
  expect(await db.desired.findMany({ orderBy: { deviceId: 'asc' } })).toEqual(told)
})

const asked = (change: object) =>
  CreateRollout.safeParse({
    ...ASKED,
    communicationPlan: 'The site leads know.',
    successCriteria: 'Inference is faster.',
    rollbackTested: 'on the bench',
    ...change,
  })

/** What the command, and with it screen, API and command line, does not take at all. */
test.each([
  { rule: 'R-025', how: 'a blocked release', says: 'blocked: choose another', make: () => block(), change: {} },
  {
    rule: 'R-027',
    how: 'no board it is built for',
    says: 'no artifact for it',
    make: () => rebuild('x64'),
    change: {},
  },
  { rule: 'R-029', how: 'going back never tried', says: 'R-029', change: { rollbackTested: undefined } },
  { rule: 'R-032', how: 'no soak', says: 'soak', change: { policy: { ...DEMO_POLICY, waveSoakSeconds: 0 } } },
  {
    rule: 'R-033',
    how: 'a limit nothing can cross',
    says: '100',
    change: { policy: { ...DEMO_POLICY, gate: { ...DEMO_POLICY.gate, maxFailedPercent: 100 } } },
  },
  { rule: 'R-034', how: 'nobody is told', says: 'who is told', change: { communicationPlan: ' ' } },
])('[$rule] [R-037] $how is refused at the door, in words, and nothing is written', async (refused) => {
  await refused.make?.()
  const body = asked(refused.change)
  const answer = body.success ? await createRollout(fleet.context(OLIVE), body.data) : null
  const words = answer === null ? body.error?.message : answer.ok ? '' : answer.refusal.message
  expect(words).toContain(refused.says)
  expect([await db.rollout.count(), await db.rolloutDevice.count()]).toEqual([0, 0])
  expect(await db.desired.count({ where: { reason: { not: 'adopted' } } })).toBe(0)
})
const block = () => db.release.update({ where: { id: 'r-2.0.0' }, data: { blockedAt: new Date(fleet.now) } })
const rebuild = (architecture: string) => db.device.updateMany({ data: { architecture } })

test('[R-025 … R-036] what was met when the plan was saved is computed again at the start, and no longer met is not deployed', async () => {
  const body = asked({ policy: DEMO_POLICY })
  if (!body.success) throw body.error
  const saved = await savePlan(fleet.context(OLIVE), body.data, fleet.environment)
  if (!saved.ok) throw new Error(saved.refusal.message)
  const planned = await db.rolloutPlan.findFirstOrThrow()
  const before = PlanDocument.parse(planned.document).seen.preflight
  expect(before.every((item) => item.met)).toBe(true)
  // The disk fills up while nobody looks; what the plan says of it is sixteen minutes old.
  fleet.now = (fleet.now + 16 * 60_000) as Instant
  await fleet.obey()
  await fleet.measure(60)
  await db.deviceStatus.update({ where: { deviceId: 'dev-03' }, data: { diskPercent: 97 } })
  const started = await startPlan(fleet.context(OLIVE), saved.value.number)
  if (!started.ok) throw new Error(started.refusal.message)
  await fleet.seconds(2, started.value.id)
  const row = await db.rollout.findUniqueOrThrow({ where: { id: started.value.id } })
  const items = row.preflight as PreflightItem[]
  expect(items.filter((item) => !item.met)).toMatchObject([{ rule: 'R-036', because: expect.stringContaining('97 %') }])
  expect(items.every((item) => item.at === fleet.now)).toBe(true)
  expect(await db.desired.count({ where: { reason: { not: 'adopted' } } })).toBe(0)
  // Mending it is enough.
  await db.deviceStatus.update({ where: { deviceId: 'dev-03' }, data: { diskPercent: 20 } })
  await fleet.seconds(2, started.value.id)
  expect(await db.desired.count({ where: { reason: 'rollout' } })).toBeGreaterThan(0)
})

test('[R-025] the same items stand in the preview, each with the moment it was computed, and all are met', async () => {
  const preview = await previewRollout(
    fleet.context(OLIVE),
    { ...ASKED, rollbackTested: 'on the bench' },
    fleet.environment,
  )
  if (!preview.ok) throw new Error(preview.refusal.message)
  const { preflight } = preview.value
  expect(preflight.filter((item) => !item.met)).toEqual([])
  expect(preflight.map((item) => item.rule)).toEqual([...new Set(FALSE.map(({ rule }) => rule))])
  expect(preflight.every((item) => item.at === fleet.now)).toBe(true)
})

test('[R-029] where nobody ever saw a device go back, a person says how it was tried, and who said it is kept', async () => {
  const asked = { ...ASKED, communicationPlan: 'known', successCriteria: 'faster', policy: DEMO_POLICY }
  expect(await createRollout(fleet.context(OLIVE), asked)).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('R-029: no device was ever seen to go back') },
  })
  const created = await createRollout(fleet.context(OLIVE), { ...asked, rollbackTested: 'pulled the plug' })
  if (!created.ok) throw new Error(created.refusal.message)
  const row = await db.rollout.findUniqueOrThrow({ where: { id: created.value.id } })
  expect(row.rollbackTested).toMatchObject({ by: 'olive', how: 'pulled the plug', at: fleet.now })
})

test('[D-10] what a device measured while a rollout had it in hand is no baseline', async () => {
  const id = await fleet.startRollout()
  const during = new Date(fleet.now - 3_600_000)
  await db.rolloutDevice.updateMany({
    where: { rolloutId: id },
    data: { exposedAt: during, changedAt: new Date(fleet.now) },
  })
  await db.rollout.update({ where: { id }, data: { phase: 'completed', active: false } })
  const preview = await previewRollout(fleet.context(OLIVE), ASKED, fleet.environment)
  if (!preview.ok) throw new Error(preview.refusal.message)
  expect(preview.value.preflight.find((item) => item.rule === 'R-031')).toMatchObject({
    met: false,
    because: expect.stringContaining('0 of 30 requests'),
  })
})
