import type { Prisma } from './generated/client.ts'

/** the oldest known issue of each device that has one, while it is neither closed nor expired by the database's clock. */
export async function openIssues(db: Prisma.TransactionClient): Promise<ReadonlyMap<string, string>> {
  const rows = await db.$queryRaw<{ deviceId: string; title: string }[]>`
    select distinct on ("deviceId") "deviceId", "title" from "KnownIssue"
    where "closedAt" is null and "expiresAt" > now() order by "deviceId", "createdAt"`
  return new Map(rows.map((row) => [row.deviceId, row.title]))
}
