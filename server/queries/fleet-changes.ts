import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import type { Instant } from '../protocol/ids.ts'
import type { FleetView } from '../protocol/views/fleet-view.ts'

type Change = FleetView['changes'][number]

const DAY_MS = 24 * 3600 * 1000

const SHOWN = 12
/** Rows of single devices that are looked at: an act on a whole site is one change, however many devices it had. */
const LOOKED_AT = 2000

type Row = {
  id: bigint
  at: Date
  action: string
  objectKind: string
  objectId: string
  reason: string
  actorName: string
  rolloutId: string | null
  deviceId: string | null
  devices: number
}

/** What changed in the last day, newest first: acts and decisions, not each device's step. */
export async function fleetChanges(db: PrismaClient, now: Instant): Promise<Change[]> {
  const since = new Date(now - DAY_MS)
  const [acts, setAside] = await Promise.all([
    // Hundreds of enrolments on the first day would bury everything else.
    db.$queryRaw<Row[]>`
      select id, at, action, "objectKind", "objectId", reason, "actorName", "rolloutId", "deviceId", 1 as devices from "AuditEntry"
      where "deviceId" is null and at >= ${since} and action <> all('{rollout.preparing,device.enrol,artifact.upload,artifact.record,site.create,enrolment-token.create}')
      order by id desc limit ${SHOWN}`,
    db.$queryRaw<Row[]>`
      select max(id) as id, at, action, min("objectKind") as "objectKind", min("objectId") as "objectId", reason, "actorName", "rolloutId", max("deviceId") as "deviceId", count(*)::int as devices
      from (select * from "AuditEntry"
        where action in ('device.quarantined', 'device.dark', 'device.quarantine', 'device.end-quarantine')
        order by id desc limit ${LOOKED_AT}) one
      where at >= ${since} group by at, action, reason, "actorName", "rolloutId" order by 1 desc limit ${SHOWN}`,
  ])
  const rows = [...acts, ...setAside].toSorted((a, b) => Number(b.id - a.id)).slice(0, SHOWN)
  const rollouts = await db.rollout.findMany({
    where: { id: { in: rows.flatMap((row) => row.rolloutId ?? []) } },
    select: { id: true, name: true },
  })
  const names = new Map(rollouts.map((rollout) => [rollout.id, rollout.name]))
  return rows.map((row) => {
    const about = row.rolloutId ? names.get(row.rolloutId) : objectOf(row)
    const reason = row.devices > 1 ? `${row.reason} (${row.devices} devices)` : row.reason
    return {
      id: String(row.id),
      at: row.at.getTime() as Instant,
      kind: kindOf(row.action),
      sentence: about ? `${about} · ${reason}` : reason,
      actor: row.actorName,
      href: hrefOf(row),
    }
  })
}

/** What was changed, where the reason does not name it. */
function objectOf({ objectKind, objectId }: Row): string | null {
  if (objectKind === 'snapshot') return `Snapshot ${objectId}`
  return objectKind === 'config-layer' ? `Configuration of ${objectId.replace(':', ' ')}` : null
}

function hrefOf({ rolloutId, deviceId, devices, action, objectKind, objectId }: Row): string | null {
  if (rolloutId) return `/rollouts/${rolloutId}`
  if (objectKind === 'snapshot' && action !== 'snapshot.delete') return `/snapshots/${objectId}`
  if (objectKind === 'release') return `/releases/${encodeURIComponent(objectId)}`
  if (objectKind === 'scan') return '/devices/scan'
  return deviceId && devices === 1 ? `/devices/${encodeURIComponent(deviceId)}` : null
}

function kindOf(action: string): Change['kind'] {
  if (/rolling-back|rolled-back|verifying-rollback|halted|abort|rollBack/.test(action)) return 'rollback'
  if (action.startsWith('approval.') || action === 'rollout.awaiting-approval') return 'approval'
  if (action.startsWith('rollout.')) return 'rollout'
  if (action.startsWith('release.')) return 'release'
  return action.startsWith('device.') ? 'device' : 'other'
}
