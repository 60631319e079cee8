import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { SELECTOR_FROM, selectorSql } from '../adapters/prisma/selector-sql.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import type { Instant } from '../protocol/ids.ts'
import { selectorOf } from '../protocol/selector/selector.ts'
import type { DeviceSort, DevicesQuery, DevicesView } from '../protocol/views/devices-view.ts'
import type { Person } from '../protocol/views/person.ts'
import { deviceRows } from './device-row.ts'

const PAGE = 200

/** What a sort compares, and as what a cursor's text is read back. Worst status first; never seen is longest ago. */
const BY = {
  name: { value: Prisma.sql`f."name"`, type: Prisma.sql`text` },
  site: { value: Prisma.sql`f."siteName"`, type: Prisma.sql`text` },
  type: { value: Prisma.sql`f."hardwareType"`, type: Prisma.sql`text` },
  release: { value: Prisma.sql`coalesce(f."release", '')`, type: Prisma.sql`text` },
  last_seen: { value: Prisma.sql`coalesce(s."lastSeenAt", '-infinity')`, type: Prisma.sql`timestamptz` },
  status: {
    value: Prisma.sql`array_position('{unhealthy,degraded,unknown,offline,never,healthy}'::text[], f."status")`,
    type: Prisma.sql`integer`,
  },
} as const satisfies Record<DeviceSort, { value: Prisma.Sql; type: Prisma.Sql }>

/**
 * A page of the devices that match, in the order asked for. Pages are found by the last row of the one before, so that
 * rows that come and go meanwhile neither repeat nor hide others; `skip` is for jumping.
 */
export async function devicesView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  query: DevicesQuery,
): Promise<DevicesView> {
  const may = mayOperate(person)
  const where = selectorSql(selectorOf(query.where), now)
  const [found, total, matching] = await Promise.all([
    pageOf(db, where, query),
    db.fleetRow.count(),
    query.where.trim() === '' ? null : countMatching(db, where),
  ])
  const matched = matching ?? total
  const page = found.slice(0, PAGE)
  const last = page.at(-1)
  return {
    serverTime: now,
    devices: await deviceRows(
      db,
      page.map(({ id }) => id),
    ),
    matched,
    total,
    refused: may.allowed ? null : may.because,
    cursor: found.length > PAGE && last ? JSON.stringify([last.key, last.id]) : null,
  }
}

/** Exact at any size: counting narrow rows takes less than it takes to explain an estimate. */
export async function countMatching(db: PrismaClient, where: Prisma.Sql): Promise<number> {
  const [row] = await db.$queryRaw<{ devices: number }[]>(
    Prisma.sql`select count(*)::int as devices from ${SELECTOR_FROM} where ${where}`,
  )
  return row?.devices ?? 0
}

function pageOf(
  db: PrismaClient,
  where: Prisma.Sql,
  { sort, after, skip }: DevicesQuery,
): Promise<{ id: string; key: string }[]> {
  const down = sort.startsWith('-')
  const { value, type } = BY[(down ? sort.slice(1) : sort) as DeviceSort]
  const direction = down ? Prisma.sql`desc` : Prisma.sql`asc`
  const beyond = after
    ? Prisma.sql`and (${value}, f."deviceId") ${down ? Prisma.sql`<` : Prisma.sql`>`} (${after.key}::text::${type}, ${after.id})`
    : Prisma.empty
  return db.$queryRaw(Prisma.sql`
    select f."deviceId" as id, (${value})::text as key from ${SELECTOR_FROM} where ${where} ${beyond}
    order by ${value} ${direction}, f."deviceId" ${direction} limit ${PAGE + 1} offset ${skip}`)
}
