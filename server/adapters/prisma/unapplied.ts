import type { Migration } from './read-migrations.ts'

/** One row of `_prisma_migrations` that was not rolled back. */
export type Applied = { name: string; checksum: string; finished: boolean }

/** `strangers`: there is no history, yet the schema holds tables. */
export type History = { applied: readonly Applied[]; strangers: boolean }

/** What is left to apply, or one sentence on why this version must not touch the database. */
export function unappliedOf(
  known: readonly Migration[],
  { applied, strangers }: History,
): { unapplied: readonly Migration[] } | { refusal: string } {
  if (strangers)
    return { refusal: 'The database holds tables that are not Wavegate’s: give Wavegate an empty database of its own.' }
  const half = applied.find(({ finished }) => !finished)
  if (half)
    return {
      refusal: `Migration ${half.name} stopped half-way in \`prisma migrate\`: resolve it with \`npx prisma migrate resolve\`, then start again.`,
    }
  const unknown = applied.find(({ name }) => !known.some((migration) => migration.name === name))
  if (unknown)
    return {
      refusal: `The database was made by a newer version of Wavegate (it has migration ${unknown.name}): start that version, or restore a backup from before it.`,
    }
  const changed = applied.find(({ name, checksum }) =>
    known.some((migration) => migration.name === name && migration.checksum !== checksum),
  )
  if (changed)
    return {
      refusal: `The database was made by another version of Wavegate (migration ${changed.name} is not the one applied to it): start that version, or restore a backup of this one.`,
    }
  return { unapplied: known.filter(({ name }) => !applied.some((row) => row.name === name)) }
}
