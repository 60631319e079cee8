import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startPostgres } from '../server/adapters/postgres/start-postgres.ts'
import { migrate } from '../server/adapters/prisma/migrate.ts'
import { readMigrations } from '../server/adapters/prisma/read-migrations.ts'
import { schemaDiff } from './migration/schema-diff.ts'

/**
 * `npm run migration -- NAME` writes what separates the migrations from prisma/schema.prisma as the next migration.
 * `npm run migration -- --remake` rewrites the first one from nothing instead: only while no release holds it.
 */
const MIGRATIONS = join(import.meta.dirname, '../prisma/migrations')
const SCHEMA = join(import.meta.dirname, '../prisma/schema.prisma')

const [argument] = process.argv.slice(2)
if (argument !== '--remake' && !/^[a-z][a-z0-9_]*$/.test(argument ?? '')) {
  console.error('Name the migration in small letters, as in `npm run migration -- add_labels`, or pass --remake.')
  process.exit(1)
}
const dataFolder = await mkdtemp(join(tmpdir(), 'wavegate-migration-'))
const postgres = await startPostgres({ dataFolder, log: () => {}, settings: { fsync: 'off' } })
try {
  const existing = await readMigrations(MIGRATIONS)
  const remake = argument === '--remake'
  if (!remake) await migrate(postgres.url, MIGRATIONS)
  const sql = await schemaDiff(postgres.url, readFileSync(SCHEMA, 'utf8'))
  const last = Number.parseInt(existing.at(-1)?.name ?? '0', 10)
  const name = remake ? '0001_init' : `${String(last + 1).padStart(4, '0')}_${argument}`
  if (sql === '') console.log('The migrations already make what prisma/schema.prisma says.')
  else write(name, sql)
} finally {
  await postgres.stop()
  rmSync(dataFolder, { recursive: true, force: true })
}

function write(name: string, sql: string): void {
  mkdirSync(join(MIGRATIONS, name), { recursive: true })
  writeFileSync(join(MIGRATIONS, name, 'migration.sql'), sql)
  console.log(`Wrote prisma/migrations/${name}/migration.sql: read it before you commit it.`)
}
