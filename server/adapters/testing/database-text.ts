import type { PrismaClient } from '../prisma/generated/client.ts'

/** Every row of every table as text: what somebody with a copy of the database could read. */
export async function databaseText(db: PrismaClient): Promise<string> {
  const tables = await db.$queryRaw<{ name: string }[]>`
    select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`
  const texts = await Promise.all(
    tables.map(({ name }) => db.$queryRawUnsafe<{ text: string }[]>(`select t::text as text from ${name} t`)),
  )
  return texts
    .flat()
    .map(({ text }) => text)
    .join('\n')
}
