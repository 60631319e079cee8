import { join } from 'node:path'
import type pg from 'pg'
import { CannotStart } from '../postgres/cannot-start.ts'
import { connectToDatabase } from './connect-to-database.ts'
import { appliedMigrations, applyMigration } from './migration-history.ts'
import { type Migration, readMigrations } from './read-migrations.ts'
import { unappliedOf } from './unapplied.ts'

const FOLDER = join(import.meta.dirname, '../../../prisma/migrations')
const LOCK = 72707369 // the one `prisma migrate` takes, so that both wait for each other

/**
 * Brings the database to this version's schema and gives the names of what was applied, oldest first. Several servers may
 * call it at once: one applies, the others wait and find nothing left. Each migration is one transaction with its record.
 * Throws `CannotStart` when the database cannot be reached, is not ours, or was made by another version.
 */
export async function migrate(url: string, folder = FOLDER): Promise<readonly string[]> {
  const known = await readMigrations(folder)
  const client = await connectToDatabase(url)
  try {
    await client.query('SELECT pg_advisory_lock($1)', [LOCK])
    const verdict = unappliedOf(known, await appliedMigrations(client))
    if ('refusal' in verdict) throw new CannotStart(verdict.refusal)
    for (const migration of verdict.unapplied) await applyOrExplain(client, migration)
    return verdict.unapplied.map(({ name }) => name)
  } finally {
    await client.end() // the session's lock goes with it
  }
}

async function applyOrExplain(client: pg.Client, migration: Migration): Promise<void> {
  try {
    await applyMigration(client, migration)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CannotStart(
      `The database could not be brought to this version: migration ${migration.name} says "${why}" and changed nothing; ` +
        `start the version that ran before, and report this.`,
      { cause },
    )
  }
}
