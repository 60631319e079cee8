import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, beforeEach, expect, it } from 'vitest'
import { collectArtifacts } from '../../commands/collect-artifacts.ts'
import { expireUploads } from '../../commands/expire-uploads.ts'
import { deprecateRelease, reinstateRelease } from '../../commands/mark-release.ts'
import { recordArtifact } from '../../commands/record-artifact.ts'
import { finishRemoval, markForRemoval } from '../../commands/remove-artifact.ts'
import { removeUnneeded } from '../../commands/remove-unneeded.ts'
import { rollBackRollout } from '../../commands/roll-back-rollout.ts'
import { stateByte } from '../../protocol/device-state.ts'
import type { Instant, ReleaseId, RolloutId, Sha256 } from '../../protocol/ids.ts'
import { StorageView } from '../../protocol/views/storage-view.ts'
import { storageView } from '../../queries/storage.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { openClient } from '../prisma/open-client.ts'
import { ADA, NEW, NEWER, OLD, OLIVE, StoredFleet } from '../prisma/testing/stored-fleet.ts'
import { passingFolder, shaOf } from './artifact-store.contract.ts'
import type { ArtifactStore } from './artifact-store.ts'
import { folderStore } from './folder-store.ts'
import { lookAtStore } from './look-at-store.ts'

const DAY = 86_400_000
const GONE = 'upload artifact aaaaaaaaaaaa again first'
const SYSTEM = { kind: 'system', id: 'wavegate', name: 'Wavegate' } as const

let db: PrismaClient
let fleet: StoredFleet
let store: ArtifactStore
let made = 0
const folder = await passingFolder()

beforeAll(async () => {
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

beforeEach(async () => {
  await db.$executeRaw`truncate "Rollout", "Approval", "Desired", "DeviceStatus", "DeviceSample", "Device", "Site", "Snapshot", "Release", "Artifact", "RemovedArtifact", "Upload", "StoreState", "User" cascade`
  fleet = new StoredFleet(db)
  await fleet.build(8)
  made += 1
  store = folderStore(join(folder, `store-${made}`))
  for (const sha256 of [OLD, NEW, NEWER]) await lay(sha256, randomBytes(1000))
})

async function lay(sha256: Sha256, bytes: Buffer): Promise<void> {
  const path = join(folder, 'incoming')
  await writeFile(path, bytes)
  await store.adopt(sha256, path, bytes.length)
}
const remove = (sha256: Sha256) => store.remove(sha256)
const collect = (days: number, removeBytes = remove) => {
  fleet.now = (fleet.now + days * DAY) as Instant
  return collectArtifacts(db, removeBytes, 7 * DAY, fleet.now)
}
const recorded = (sha256: Sha256) =>
  recordArtifact(fleet.context(OLIVE), { sha256, size: 1000 }, (one) => store.size(one))
const held = async () => {
  const rows = new Set((await db.artifact.findMany()).map(({ sha256 }) => sha256))
  for (const sha256 of [OLD, NEW, NEWER]) expect((await store.size(sha256)) !== null, sha256).toBe(rows.has(sha256))
  return [OLD, NEW, NEWER].filter((sha256) => rows.has(sha256))
}
const deprecate = (version: string) =>
  deprecateRelease(fleet.context(OLIVE), `r-${version}` as ReleaseId, { reason: 'superseded' })
const seen = async () => StorageView.parse(await storageView(db, OLIVE, fleet.now))
const removals = (objectId: Sha256) => db.auditEntry.count({ where: { action: 'artifact.remove', objectId } })
const look = (at = 0, artifacts = store) =>
  lookAtStore({ db, artifacts, quotaBytes: 5000, artifactGraceMs: 7 * DAY }, (fleet.now + at) as Instant, 60_000)
const fateOf = async (sha256: Sha256) => (await seen()).stored.find((one) => one.sha256 === sha256)?.fate

/** A rollout of the whole fleet as it lies in the database when it has completed; how it got there is told elsewhere. */
async function rolledOut(release: string): Promise<RolloutId> {
  const id = await fleet.startRollout(release)
  fleet.now = (fleet.now + 60_000) as Instant
  const at = new Date(fleet.now)
  await db.$executeRaw`
    update "RolloutDevice" r set "fromSnapshotId" = d."snapshotId", "state" = ${stateByte('healthy')}, "exposedAt" = ${at}
    from "Desired" d where d."deviceId" = r."deviceId" and r."rolloutId" = ${id}`
  const { toSnapshotId: snapshotId } = await db.rollout.findUniqueOrThrow({ where: { id } })
  await db.desired.updateMany({ data: { snapshotId, rolloutId: id, generation: { increment: 1 } } })
  await fleet.obey()
  const completed = { phase: 'completed', at: fleet.now }
  await db.rollout.update({ where: { id }, data: { state: completed, phase: 'completed', active: false, endedAt: at } })
  return id
}

it('[R-029] what devices can be sent back to stays, until a later rollout is what they would go back from', async () => {
  await deprecate('1.0.0')
  expect(await fateOf(OLD)).toMatchObject({ because: ['8 devices run it', '8 devices are told to run it'] })
  const first = await rolledOut('r-2.0.0')
  expect(await fateOf(OLD)).toEqual({ kind: 'kept', because: ['8 devices can be sent back to it'] })
  await collect(30)
  await collect(30)
  expect(await held()).toEqual([OLD, NEW, NEWER])

  await rolledOut('r-3.0.0')
  await deprecate('2.0.0')
  await look()
  await collect(0)
  expect(await fateOf(OLD)).toMatchObject({ kind: 'unneeded', goesAt: fleet.now + 7 * DAY })
  await collect(6)
  expect(await held()).toEqual([OLD, NEW, NEWER])
  await collect(1)
  expect(await held()).toEqual([NEW, NEWER])
  expect((await seen()).removed).toMatchObject([{ sha256: OLD, size: 1000, removedBy: 'Wavegate' }])
  expect(await removals(OLD)).toBe(1)

  // Whatever would need it is told so, and nothing begins.
  const gone = { ok: false, refusal: { message: expect.stringContaining(GONE) } }
  expect(await reinstateRelease(fleet.context(OLIVE), 'r-1.0.0' as ReleaseId, { reason: 'please' })).toMatchObject(gone)
  expect(await rollBackRollout(fleet.context(OLIVE), first, { reason: 'please' })).toMatchObject(gone)
  await expect(fleet.startRollout('r-1.0.0')).rejects.toThrow(GONE)
  await lay(OLD, randomBytes(1000))
  await recorded(OLD)
  await fleet.startRollout('r-1.0.0')
})

/** 3.0.0 was never rolled out and is deprecated: nothing needs it. */
async function newerIsUnneeded(): Promise<void> {
  await deprecate('3.0.0')
  await collect(0)
}

it('a person removes at once what nothing needs, and hears why the rest stays', async () => {
  await newerIsUnneeded()
  expect(await removeUnneeded(fleet.context(ADA), { sha256s: [NEWER] }, remove)).toMatchObject({ ok: false })
  expect(await removeUnneeded(fleet.context(OLIVE), { sha256s: [NEWER, OLD] }, remove)).toEqual({
    ok: true,
    value: {
      removed: 1,
      freedBytes: 1000,
      kept: [
        { sha256: OLD, because: '8 devices run it; 8 devices are told to run it; release app 1.0.0 is not deprecated' },
      ],
    },
  })
  expect(await held()).toEqual([OLD, NEW])
})

it('killed before, while or after the bytes went, the next turn ends it', async () => {
  const killed = async () => {
    throw new Error('killed')
  }
  const before = await removals(NEWER)
  await newerIsUnneeded()
  await expect(collect(7, killed)).rejects.toThrow('killed')
  expect(await fateOf(NEWER)).toMatchObject({ kind: 'removing' })
  await expect(
    collect(0, async (sha256) => {
      await store.remove(sha256)
      return killed()
    }),
  ).rejects.toThrow('killed')
  expect(await db.artifact.count({ where: { sha256: NEWER } })).toBe(1)
  await collect(0)
  expect(await held()).toEqual([OLD, NEW])
  expect(await removals(NEWER)).toBe(before + 1)
})

it('an upload of the same bytes keeps them when it comes before they go, and is told to come again when it does not', async () => {
  await newerIsUnneeded()
  expect(await markForRemoval(db, NEWER, SYSTEM, fleet.now, fleet.now)).toEqual({ kind: 'marked' })
  expect(await recorded(NEWER)).toMatchObject({ ok: true })
  expect(await finishRemoval(db, NEWER, remove, fleet.now)).toBe(0)
  expect(await held()).toEqual([OLD, NEW, NEWER])

  const again = { ok: false, refusal: { message: expect.stringContaining('upload them again') } }
  await markForRemoval(db, NEWER, SYSTEM, fleet.now, fleet.now)
  let meanwhile: ReturnType<typeof recorded> | null = null
  const removeMeanwhile = (sha256: Sha256) => {
    meanwhile = recorded(sha256)
    return store.remove(sha256)
  }
  await finishRemoval(db, NEWER, removeMeanwhile, fleet.now)
  expect(await meanwhile).toMatchObject(again)
  expect(await held()).toEqual([OLD, NEW])
  // The bytes came before the removal, the row would come after it.
  expect(await recorded(NEWER)).toMatchObject(again)
  expect(await held()).toEqual([OLD, NEW])
})

it('a rollout and a removal of what it needs never both happen', async () => {
  await deprecate('3.0.0')
  for (let round = 0; round < 6; round++) {
    const [started, marked] = await Promise.all([
      fleet.startRollout('r-3.0.0').catch((refused: Error) => refused.message),
      markForRemoval(db, NEWER, SYSTEM, fleet.now, fleet.now),
    ])
    const refused = /upload artifact/.test(started)
    expect([refused, marked.kind]).toEqual(refused ? [true, 'marked'] : [false, 'kept'])
    await db.$executeRaw`truncate "Rollout" cascade`
    await db.artifact.update({ where: { sha256: NEWER }, data: { removingAt: null } })
  }
})

it('an upload nobody came back to is forgotten, with bytes that reached the store without becoming an artifact', async () => {
  const bytes = randomBytes(50)
  const sha256 = shaOf(bytes)
  await lay(sha256, bytes)
  const at = new Date(fleet.now)
  const upload = { sha256, size: 50n, createdBy: 'olive', createdByName: 'Olive', createdAt: at, expiresAt: at }
  await db.upload.createMany({
    data: [
      { id: 'one', ...upload },
      { id: 'two', ...upload, sha256: OLD },
    ],
  })
  expect(await expireUploads(db, remove, fleet.now)).toBe(0)
  expect(await expireUploads(db, remove, (fleet.now + 1) as Instant)).toBe(2)
  expect([await store.size(sha256), await db.upload.count()]).toEqual([null, 0])
  expect(await held()).toEqual([OLD, NEW, NEWER])
})

it('of two servers one looks at a time, and what it finds of the store is written down', async () => {
  expect((await Promise.all([look(0), look(0)])).toSorted()).toEqual(['as-before', 'not-my-turn'])
  await writeFile(join(folder, 'file'), '')
  const broken = folderStore(join(folder, 'file/artifacts'))
  expect(await look(60_000, broken)).toBe('away')
  expect((await seen()).store).toMatchObject({
    quotaBytes: 5000,
    trouble: { sentence: expect.stringContaining('may write to'), since: fleet.now + 60_000 },
  })
  expect(await look(120_000)).toBe('back')
  expect((await seen()).store?.trouble).toBeNull()
})
