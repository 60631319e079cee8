import fc from 'fast-check'
import { beforeAll, beforeEach, expect, test } from 'vitest'
import { acceptReported } from '../../commands/accept-reported.ts'
import { previewAccept } from '../../commands/preview-accept.ts'
import { setConfigLayer } from '../../commands/set-config-layer.ts'
import { evaluateDrift } from '../../domain/device/drift.ts'
import { whyNotAccepted } from '../../domain/drift/why-not-accepted.ts'
import type { AcceptReported } from '../../protocol/commands/drift-acts.ts'
import { DeviceId, type Instant } from '../../protocol/ids.ts'
import { Inventory } from '../../protocol/inventory.ts'
import { ConfigDocument } from '../../protocol/layered-config.ts'
import { Reported } from '../../protocol/reported.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { configDigest } from '../prisma/config-digests.ts'
import { provideConfigKey } from '../prisma/config-key.ts'
import { desiredMessages } from '../prisma/desired-messages.ts'
import { driftRows } from '../prisma/drift-groups.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { openClient } from '../prisma/open-client.ts'
import { ReleaseCache } from '../prisma/release-cache.ts'
import { hideReported } from '../prisma/sealed-config.ts'
import { ADA, OLIVE, StoredFleet } from '../prisma/testing/stored-fleet.ts'
import { driftFacts } from './drift-facts.ts'
import { keepDrift } from './keep-drift.ts'

let db: PrismaClient
let fleet: StoredFleet
let releases: ReleaseCache

beforeAll(async () => {
  provideConfigKey('k'.repeat(43))
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Rollout", "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "User", "ConfigLayer", "ConfigSecret" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(8)
  releases = new ReleaseCache(db)
  await db.desired.updateMany({ data: { trial: TRIAL } })
})

const TRIAL = {
  ...{ windowSeconds: 300, minReadySeconds: 60, intervalSeconds: 10, timeoutSeconds: 5 },
  ...{ maxRestarts: 3, restartWindowSeconds: 300, maxMemoryPercent: 90 },
}

const IDS = Array.from({ length: 8 }, (_, n) => DeviceId.parse(`dev-0${n}`))

/** Somebody edits the file of a device by hand, and the device says so. */
async function edits(deviceId: string, document: ConfigDocument, secrets: readonly string[] = []): Promise<void> {
  const { reported } = await db.deviceStatus.findUniqueOrThrow({ where: { deviceId } })
  const said = Reported.parse(reported)
  const running = said.running && { ...said.running, configDigest: configDigest(document) }
  await db.deviceStatus.update({ where: { deviceId }, data: { reported: { ...said, running } } })
  const config = { is: 'document', path: 'wavegate.config.json', document: hideReported(document, secrets) }
  const rest = { slots: [], capabilities: [], mechanisms: ['dual-slot'], resources: [] }
  const inventory = Inventory.parse({ type: 'inventory', installed: running, config, ...rest })
  const row = { inventory, configDigest: running?.configDigest ?? null, at: new Date(fleet.now) }
  await db.deviceInventory.upsert({ where: { deviceId }, create: { deviceId, ...row }, update: row })
}

/** As the watch does it at the next report. */
async function compare() {
  fleet.now = (fleet.now + 1000) as Instant
  const facts = await driftFacts(db, releases, IDS, fleet.now)
  const verdicts = new Map([...facts].map(([id, known]) => [id, evaluateDrift(known)]))
  await keepDrift(db, verdicts, fleet.now)
  return verdicts
}

const accepting = (asked: Omit<AcceptReported, 'reason' | 'layer'> & { layer?: 'device' | 'site' }, person = OLIVE) =>
  acceptReported(fleet.context(person), { layer: 'device', reason: 'calibrated on site', ...asked })

const toldTo = async (id: string) => (await desiredMessages(db, releases, IDS)).get(DeviceId.parse(id))?.config

async function groupOf(key: string): Promise<string> {
  const row = (await driftRows(db, null)).find((one) => one.key === key)
  if (!row) throw new Error(`${key} does not differ`)
  return row.group
}

test('[R-147] [R-156] what three devices report becomes what is desired of them: drift ends, nothing is sent, a rollout and a way back keep it', async () => {
  await setConfigLayer(fleet.context(OLIVE), {
    scope: 'fleet',
    key: '',
    version: 0,
    document: { camera: { fps: 30 } },
    secrets: [],
  })
  await db.desired.updateMany({ data: { snapshotId: await fleet.snapshot('r-1.0.0', { camera: { fps: 30 } }) } })
  for (const id of IDS) await edits(id, { camera: { fps: 30 } })
  const edited = IDS.slice(0, 3)
  for (const id of edited) await edits(id, { camera: { fps: 15 } })
  await compare()
  const target = { group: await groupOf('camera.fps') }

  const preview = await previewAccept(fleet.context(OLIVE), { target, layer: 'device' })
  expect(preview).toMatchObject({ ok: true, value: { devices: edited.map((id) => ({ id })), value: 15, others: 0 } })
  expect(preview.ok && preview.value.consequences[0]).toContain('3 devices keep camera.fps = 15 as desired')
  expect(await accepting({ target }, ADA)).toMatchObject({ ok: false, refusal: { code: 'forbidden' } })
  const before = await db.desired.findMany({ orderBy: { deviceId: 'asc' } })
  const accepted = await accepting({ target })
  expect(accepted).toMatchObject({ ok: true, value: { devices: 3 } })

  const verdicts = await compare()
  expect(IDS.map((id) => verdicts.get(id))).toEqual(
    IDS.map(() => expect.objectContaining({ is: 'compared', items: [] })),
  )
  const after = await db.desired.findMany({ orderBy: { deviceId: 'asc' } })
  expect(after.map(({ generation }) => generation)).toEqual(before.map(({ generation }) => generation))
  expect(await toldTo('dev-00')).toEqual({ camera: { fps: 15 } })
  expect(await toldTo('dev-03')).toEqual({ camera: { fps: 30 } })
  expect(await accepting({ target })).toMatchObject({ ok: false, refusal: { code: 'conflict' } })

  // What a device goes back to is what is desired of it when it is told the new one.
  const id = await fleet.startRollout('r-2.0.0')
  await fleet.seconds(3, id)
  const exposed = await db.rolloutDevice.findMany({ where: { exposedAt: { not: null } } })
  const held = new Map(after.map((row) => [row.deviceId, row.snapshotId]))
  expect(exposed.length).toBeGreaterThan(0)
  for (const { deviceId, fromSnapshotId } of exposed) expect(fromSnapshotId).toBe(held.get(deviceId))
  const { toSnapshotId: snapshotId } = await db.rollout.findUniqueOrThrow({ where: { id } })
  await db.desired.update({ where: { deviceId: 'dev-00' }, data: { snapshotId } })
  expect(await toldTo('dev-00')).toEqual({ camera: { fps: 15 } })

  const rows = await db.auditEntry.findMany({ where: { action: { in: ['drift.accept', 'config.set-layer'] } } })
  expect(rows.filter(({ action }) => action === 'drift.accept')).toHaveLength(3)
  expect(rows.at(-1)?.reason).toContain('calibrated on site')
})

test('[R-147] a site layer speaks to the others there too, and gives way to a device’s own', async () => {
  for (const id of ['dev-00', 'dev-02']) await edits(id, { mode: 'night' })
  await compare()
  const target = { group: await groupOf('mode') }
  const preview = await previewAccept(fleet.context(OLIVE), { target, layer: 'site' })
  expect(preview).toMatchObject({ ok: true, value: { layers: [{ scope: 'site', key: 'north' }], others: 2 } })
  const own = { scope: 'device', key: 'dev-02', version: 0, document: { mode: 'day' } } as const
  await setConfigLayer(fleet.context(OLIVE), { ...own, secrets: [] })
  expect(await accepting({ target, layer: 'site' })).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('dev-02 has a layer of its own') },
  })
  expect(await db.configLayer.count()).toBe(1)
})

test('[R-146] [R-160] a secret is not taken from a device, nor what is gone from it', async () => {
  const document = { camera: { pin: 'p-1', fps: 30 } }
  await setConfigLayer(fleet.context(OLIVE), { scope: 'fleet', key: '', version: 0, document, secrets: ['camera.pin'] })
  await db.desired.updateMany({ data: { snapshotId: await fleet.snapshot('r-1.0.0', document) } })
  await edits('dev-00', { camera: { pin: 'p-2' } }, ['camera.pin'])
  await compare()
  const device = DeviceId.parse('dev-00')
  const refused = async (key: string) => accepting({ target: { device, key } })
  expect(await refused('camera.pin')).toMatchObject({
    refusal: { message: expect.stringContaining('A secret is never') },
  })
  expect(await refused('camera.fps')).toMatchObject({
    refusal: { message: expect.stringContaining('has no camera.fps') },
  })
})

const leaf = fc.oneof(fc.nat(9), fc.boolean(), fc.constantFrom('a', 'b'), fc.array(fc.nat(3), { maxLength: 2 }))
const some = fc
  .dictionary(fc.constantFrom('k', 'l', 'm'), fc.oneof(leaf, fc.dictionary(fc.constantFrom('x', 'y'), leaf)))
  .map((document) => ConfigDocument.parse(document))

test('[R-147] whatever is desired and whatever is reported: what can be accepted differs no more, and nothing else began to', async () => {
  let accepted = 0
  await fc.assert(
    fc.asyncProperty(some, some, async (wanted, found) => {
      await db.configLayer.deleteMany()
      await db.desired.updateMany({ data: { snapshotId: await fleet.snapshot('r-1.0.0', wanted) } })
      for (const id of IDS) await edits(id, wanted)
      await edits('dev-00', found)
      await compare()
      const differed = await db.driftItem.findMany()
      const device = DeviceId.parse('dev-00')
      for (const { key } of differed) if ((await accepting({ target: { device, key } })).ok) accepted += 1
      await compare()
      const left = await driftRows(db, null)
      expect(left.every((row) => row.deviceId === device && whyNotAccepted(row) !== null)).toBe(true)
      expect(left.every(({ key }) => differed.some((one) => one.key === key))).toBe(true)
    }),
    { numRuns: 6, seed: 7 },
  )
  expect(accepted).toBeGreaterThan(10)
})
