import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, describe, expect, it } from 'vitest'
import { schemaDiff } from '../../../scripts/migration/schema-diff.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { migrate } from './migrate.ts'

const root = join(import.meta.dirname, '../../..')
const migrations = join(root, 'prisma/migrations')
const scratch = mkdtempSync(join(tmpdir(), 'wavegate-migrate-'))
afterAll(() => rmSync(scratch, { recursive: true }))

const schema = readFileSync(join(root, 'prisma/schema.prisma'), 'utf8')

describe('migrations', () => {
  it('make what the Prisma schema says', async () => {
    const url = await testDatabase()
    expect(await schemaDiff(url, schema)).toBe('')
    const other = schema.replace(/^ {2}quarantineReason .*$/m, '')
    expect(await schemaDiff(url, other)).toContain('DROP COLUMN "quarantineReason"')
  })

  it('are applied in order, recorded as prisma records them, and not applied again', async () => {
    const url = await testDatabase({ empty: true })
    const applied = await migrate(url)
    expect(applied[0]).toBe('0001_init')
    expect(applied).toEqual([...applied].sort())
    const rows = await ask(
      url,
      'SELECT migration_name, checksum, finished_at, logs, applied_steps_count FROM _prisma_migrations',
    )
    expect(rows).toHaveLength(applied.length)
    expect(rows[0]).toMatchObject({
      checksum: expect.stringMatching(/^[0-9a-f]{64}$/),
      finished_at: expect.any(Date),
      logs: null,
      applied_steps_count: 1,
    })
    expect(await migrate(url)).toEqual([])
  })

  it('are applied once when two servers start together', async () => {
    const url = await testDatabase({ empty: true })
    const [one, two] = await Promise.all([migrate(url), migrate(url)])
    expect([one.length, two.length].sort()).toEqual([0, one.length + two.length])
  })

  it('refuse a database of a newer version and say what to do', async () => {
    const url = await testDatabase()
    const older = folderOf('older', ['0001_init'])
    await expect(migrate(url, older)).rejects.toThrow(
      /made by a newer version of Wavegate .*: start that version, or restore a backup/,
    )
  })

  it('refuse a database to which another text of a migration was applied', async () => {
    const url = await testDatabase()
    const edited = folderOf('edited', readdirSync(migrations))
    writeFileSync(join(edited, '0002_hot_rows/migration.sql'), '-- another text')
    await expect(migrate(url, edited)).rejects.toThrow(/migration 0002_hot_rows is not the one applied to it/)
  })

  it('change nothing when one fails half-way', async () => {
    const url = await testDatabase({ empty: true })
    const broken = folderOf('broken', ['0001_init'])
    mkdirSync(join(broken, '0002_broken'))
    writeFileSync(join(broken, '0002_broken/migration.sql'), 'CREATE TABLE left_behind (); SELECT 1/0;')
    await expect(migrate(url, broken)).rejects.toThrow(
      /migration 0002_broken says "division by zero" and changed nothing/,
    )
    expect(await ask(url, `SELECT to_regclass('left_behind') AS found`)).toEqual([{ found: null }])
    expect(await ask(url, 'SELECT migration_name AS name FROM _prisma_migrations')).toEqual([{ name: '0001_init' }])
  })

  it('refuse a database that holds something else', async () => {
    const url = await testDatabase({ empty: true })
    await ask(url, 'CREATE TABLE invoices ()')
    await expect(migrate(url)).rejects.toThrow(/tables that are not Wavegate’s/)
  })

  it('say in a sentence that no database answers', async () => {
    await expect(migrate('postgresql://nobody@127.0.0.1:1/none')).rejects.toThrow(
      /^The database at 127\.0\.0\.1:1\/none cannot be reached \(ECONNREFUSED\): start it, or correct DATABASE_URL\.$/,
    )
  })
})

describe('the audit', () => {
  it('can be added to and read, and nothing else', async () => {
    const url = await testDatabase()
    await ask(
      url,
      `INSERT INTO "AuditEntry" (at, "actorKind", "actorId", "actorName", action, "objectKind", "objectId", outcome, reason)
       VALUES (now(), 'person', 'ada', 'Ada', 'pause', 'rollout', 'r1', 'done', 'lunch')`,
    )
    for (const change of [`UPDATE "AuditEntry" SET reason = ''`, 'DELETE FROM "AuditEntry"', 'TRUNCATE "AuditEntry"'])
      await expect(ask(url, change)).rejects.toThrow(/the audit is append-only/)
    expect(await ask(url, 'SELECT reason FROM "AuditEntry"')).toEqual([{ reason: 'lunch' }])
  })
})

function folderOf(name: string, names: readonly string[]): string {
  for (const migration of names)
    cpSync(join(migrations, migration), join(scratch, name, migration), { recursive: true })
  return join(scratch, name)
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}
