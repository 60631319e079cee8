import type { ScannedDevice, Stranger } from '../../domain/fleet/compare-scan.ts'
import { DeviceId, type Instant } from '../../protocol/ids.ts'
import type { Selector } from '../../protocol/selector/term.ts'
import { disagreementOf } from './discrepancies.ts'
import { Prisma } from './generated/client.ts'
import { SELECTOR_FROM, selectorSql } from './selector-sql.ts'

type Row = {
  id: string
  name: string
  online: boolean
  lastSeenAt: Date | null
  agentVersion: string | null
  discrepancies: Parameters<typeof disagreementOf>[0][] | null
}

/** The devices in scope with what they said otherwise than the registry. */
export async function scannedDevices(
  tx: Prisma.TransactionClient,
  selector: Selector,
  now: Instant,
): Promise<readonly ScannedDevice[]> {
  const rows = await tx.$queryRaw<Row[]>(Prisma.sql`
    select d."id", d."name", coalesce(s."online", false) as online, s."lastSeenAt", s."agentVersion",
      (select json_agg(json_build_object('kind', c."kind", 'expected', c."expected", 'reported', c."reported")
        order by c."id") from "Discrepancy" c where c."deviceId" = d."id" and c."resolvedAt" is null) as discrepancies
    from ${SELECTOR_FROM} where ${selectorSql(selector, now)} order by d."id"`)
  return rows.map((row) => ({
    deviceId: DeviceId.parse(row.id),
    name: row.name,
    connected: row.online,
    lastSeenAt: row.lastSeenAt ? (row.lastSeenAt.getTime() as Instant) : null,
    agentVersion: row.agentVersion,
    discrepancies: (row.discrepancies ?? []).map(disagreementOf),
  }))
}

/** Who answered the ping, reported, or came back since: an agent too old to know a ping is heard by its report. */
export async function heardSince(
  tx: Prisma.TransactionClient,
  selector: Selector,
  since: Date,
  now: Instant,
): Promise<ReadonlySet<DeviceId>> {
  const rows = await tx.$queryRaw<{ id: string }[]>(Prisma.sql`
    select d."id" from ${SELECTOR_FROM} where ${selectorSql(selector, now)}
      and (s."answeredAt" >= ${since} or s."reportedAt" >= ${since} or s."onlineSince" >= ${since})`)
  return new Set(rows.map(({ id }) => DeviceId.parse(id)))
}

/** Devices in scope that answered the ping itself: how far the scan is. */
export async function answeredSince(
  db: Prisma.TransactionClient,
  selector: Selector,
  since: Date,
  now: Instant,
): Promise<{ readonly answered: number; readonly waiting: number }> {
  const [row] = await db.$queryRaw<{ answered: number; waiting: number }[]>(Prisma.sql`
    select count(*) filter (where s."answeredAt" >= ${since})::int as answered,
      count(*) filter (where s."online" and (s."answeredAt" is null or s."answeredAt" < ${since})
        and (s."onlineSince" is null or s."onlineSince" < ${since}))::int as waiting
    from ${SELECTOR_FROM} where ${selectorSql(selector, now)}`)
  return row ?? { answered: 0, waiting: 0 }
}

/** One that waits asks again within minutes: who was silent for an hour is not there. */
const STILL_THERE_MS = 3_600_000

/** Who speaks without being registered waits in the lobby (D-11); with the id of a device, it claims to be that. */
export async function strangers(tx: Prisma.TransactionClient, now: Instant): Promise<readonly Stranger[]> {
  const waiting = await tx.lobbyEntry.findMany({
    where: { rejectedAt: null, lastSeenAt: { gte: new Date(now - STILL_THERE_MS) } },
    orderBy: { firstSeenAt: 'asc' },
  })
  const taken = await tx.device.findMany({
    where: { id: { in: waiting.map(({ deviceId }) => deviceId) } },
    select: { id: true },
  })
  const ids = new Set(taken.map(({ id }) => id))
  return waiting.map(({ deviceId, fingerprint, because, lastSeenAt }) => ({
    name: deviceId,
    claims: ids.has(deviceId) ? DeviceId.parse(deviceId) : null,
    lastSeenAt: lastSeenAt.getTime() as Instant,
    what: `Key ${fingerprint}: ${because}`,
  }))
}
