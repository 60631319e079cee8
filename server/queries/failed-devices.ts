import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { DeviceId, type Instant, type RolloutId } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { FailedDevice, FailureLogsView } from '../protocol/views/recovery-view.ts'

const MOST_DEVICES = 40

/** the failed devices of a rollout with what each said last, in lane order. */
export async function failureLogsView(
  db: PrismaClient,
  _person: Person,
  now: Instant,
  id: RolloutId,
): Promise<FailureLogsView | null> {
  if (!(await db.rollout.findUnique({ where: { id }, select: { id: true } }))) return null
  const all = await failedDevices(db, id)
  return { serverTime: now, devices: all.slice(0, MOST_DEVICES), leftOut: Math.max(0, all.length - MOST_DEVICES) }
}

type Row = {
  deviceId: string
  name: string
  wave: number
  reason: string
  detail: string
  at: number
  online: boolean | null
  lines: string[] | null
}

/** Of a device's logs those of its attempts in this rollout: told by it, and said since. */
export async function failedDevices(
  db: Prisma.TransactionClient,
  id: RolloutId,
  mostLines = 200,
): Promise<readonly FailedDevice[]> {
  const rows = await db.$queryRaw<Row[]>`
    select r."deviceId", d."name", r."wave", r."failure"->>'reason' as reason, r."failure"->>'detail' as detail,
      (r."failure"->>'at')::float8 as at, s."online", words.lines
    from "RolloutDevice" r join "Device" d on d.id = r."deviceId"
    left join "DeviceStatus" s on s."deviceId" = r."deviceId"
    left join lateral (
      select array_agg(l."text" order by l.id) as lines from (
        select id, "text" from "DeviceLog" where "deviceId" = r."deviceId" and "at" >= r."exposedAt"
          and "generation" <= r."generation" order by id desc limit ${mostLines}
      ) l
    ) words on true
    where r."rolloutId" = ${id} and r."failure" <> 'null' order by r."index"`
  return rows.map(({ online, lines, ...row }) => ({
    ...row,
    deviceId: DeviceId.parse(row.deviceId),
    at: row.at as Instant,
    lines: lines ?? [],
    owed: lines ? null : online ? 'Not sent yet.' : 'Offline: it sends them when it returns.',
  }))
}
