import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { approve } from '../../commands/decide-approval.ts'
import { pauseRollout } from '../../commands/pause-rollout.ts'
import { resumeRollout } from '../../commands/resume-rollout.ts'
import type { ApprovalId, RolloutId } from '../../protocol/ids.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { openClient } from '../prisma/open-client.ts'
import { ADA, OLIVE, StoredFleet } from '../prisma/testing/stored-fleet.ts'
import { exportLedger } from './export-ledger.ts'
import { replayLedger } from './replay-ledger.ts'
import { sealBatch } from './seal-batch.ts'
import { SealFile } from './seal-file.ts'
import { verifyLedger } from './verify-ledger.ts'

let url = ''
let db: PrismaClient
let other: PrismaClient
let fleet: StoredFleet
let folder = ''
let rollout: RolloutId

beforeAll(async () => {
  url = await testDatabase()
  db = openClient(url)
  other = openClient(url)
  folder = await mkdtemp(join(tmpdir(), 'wavegate-ledger-'))
  fleet = new StoredFleet(db)
  await fleet.build(24)
  rollout = await walkedByTwo()
})
afterAll(async () => {
  await Promise.all([db.$disconnect(), other.$disconnect()])
  await rm(folder, { recursive: true })
})

/** A rollout from its plan to its end, decided by two servers that also seal, with a person in between. */
async function walkedByTwo(): Promise<RolloutId> {
  const id = await fleet.startRollout()
  const engines = [fleet.engine, fleet.newEngine('another server')]
  const live = async (seconds: number) => {
    for (let n = 0; n < seconds; n++) {
      // Each claim is let go, so that both get to decide.
      await db.rollout.updateMany({ data: { leaseHolder: null } })
      await fleet.seconds(1, id, n % 2 === 0 ? engines : engines.toReversed())
      await Promise.all([sealBatch(db, fleet.now, 10), sealBatch(other, fleet.now, 10)])
    }
  }
  await live(15)
  await pauseRollout(fleet.context(OLIVE), id, { reason: 'looking' })
  await live(1)
  await resumeRollout(fleet.context(OLIVE), id, { reason: '' })
  await live(4)
  const asked = await db.approval.findFirstOrThrow({ where: { rolloutId: id, outcome: 'open' } })
  await approve(fleet.context(ADA), asked.id as ApprovalId, { evidenceHash: asked.evidenceHash, comment: '' })
  await live(30)
  while ((await sealBatch(db, fleet.now)) > 0);
  return id
}

const verify = (lines: AsyncIterable<string>, seal: string | null = null) => verifyLedger(trimmed(lines), seal)

async function* trimmed(lines: AsyncIterable<string>) {
  for await (const line of lines) yield line.trimEnd()
}

test('[B-10] what two servers decided and sealed at once verifies, and every decision comes out the same', async () => {
  expect((await db.rollout.findUniqueOrThrow({ where: { id: rollout } })).phase).toBe('completed')
  const entries = (await db.auditEntry.count()) + (await db.ledgerDecision.count())
  const all = await verify(exportLedger(db, null))
  expect(all).toMatchObject({ misfit: null, entries })
  expect(all.seals).toBeGreaterThan(5)
  expect(await verify(exportLedger(db, rollout))).toMatchObject({ misfit: null, rollout })

  const decisions = await db.ledgerDecision.count({ where: { rolloutId: rollout } })
  const replayed = await replayLedger(trimmed(exportLedger(db, rollout)))
  expect(replayed).toMatchObject({ decisions, same: decisions, first: null, otherRules: {} })
  expect(decisions).toBeGreaterThan(10)
  for (const whole of [true, false])
    expect(await db.ledgerDecision.count({ where: { rolloutId: rollout, whole } })).toBeGreaterThan(2)
})

test('[B-10] a decision that somebody changed in the database is named by both', async () => {
  const one = await db.ledgerDecision.findFirstOrThrow({ where: { phase: 'soaking' } })
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`alter table "LedgerDecision" disable trigger user`
    await tx.ledgerDecision.update({ where: { id: one.id }, data: { because: 'All was well.' } })
    await tx.$executeRaw`alter table "LedgerDecision" enable trigger user`
  })
  expect((await verify(exportLedger(db, null))).misfit).toMatchObject({ what: 'changed', where: `decision:${one.id}` })
  await db.$transaction(async (tx) => {
    await tx.$executeRaw`alter table "LedgerDecision" disable trigger user`
    await tx.ledgerDecision.update({ where: { id: one.id }, data: { because: one.because } })
    await tx.$executeRaw`alter table "LedgerDecision" enable trigger user`
  })
  expect((await verify(exportLedger(db, null))).misfit).toBeNull()
})

test.each(['LedgerDecision', 'LedgerSeal', 'AuditEntry'])(
  '[B-10] the database refuses to change or delete in %s',
  async (table) => {
    for (const sql of [`update "${table}" set "at" = now()`, `delete from "${table}"`, `truncate "${table}"`])
      await expect(db.$executeRawUnsafe(sql)).rejects.toThrow(/append-only/)
  },
)

test('[B-10] a server that dies between an entry and its seal, or in the middle of sealing, leaves nothing out', async () => {
  const { hash } = await db.ledgerSeal.findFirstOrThrow({ orderBy: { number: 'desc' } })
  await pauseRollout(fleet.context(OLIVE), await fleet.startRollout('r-3.0.0'), { reason: 'one more' })
  const waiting = await db.ledgerUnsealed.count()
  expect(waiting).toBeGreaterThan(0)
  const dying = new pg.Client(url)
  await dying.connect()
  await dying.query('begin; delete from "LedgerUnsealed"')
  await dying.end()
  expect(await db.ledgerUnsealed.count()).toBe(waiting)
  while ((await sealBatch(other, fleet.now)) > 0);
  expect(await verify(exportLedger(db, null), hash)).toMatchObject({ misfit: null })
})

test('[B-10] every seal is noted in a file of the owner alone, also those a crash left out, and another ledger is found out', async () => {
  const path = join(folder, 'ledger-seals.txt')
  await new SealFile(path).catchUp(db)
  const whole = await readFile(path, 'utf8')
  expect((await stat(path)).mode & 0o777).toBe(0o600)
  expect(whole.trimEnd().split('\n')).toHaveLength(await db.ledgerSeal.count())
  const lines = whole.trimEnd().split('\n')
  await writeFile(path, `${lines.slice(0, 2).join('\n')}\n`)
  await new SealFile(path).catchUp(db)
  expect(await readFile(path, 'utf8')).toBe(whole)
  await writeFile(path, whole.replaceAll(/[0-9a-f]{64}/g, 'f'.repeat(64)))
  await expect(new SealFile(path).catchUp(db)).rejects.toThrow('changed or replaced')
})
