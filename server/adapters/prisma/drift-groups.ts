import type { DriftTarget } from '../../protocol/commands/drift-acts.ts'
import type { DriftCause, DriftKind, DriftSeverity } from '../../protocol/drift.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import type { DriftGroup } from '../../protocol/views/drift-view.ts'
import { Prisma } from './generated/client.ts'

/** A difference with where it is. `group`: the same for the same difference on other devices. */
export type DriftRow = {
  group: string
  deviceId: DeviceId
  name: string
  siteId: string
  site: string
  kind: DriftKind
  key: string
  desired: DriftGroup['desired']
  reported: DriftGroup['reported']
  secret: boolean
  severity: DriftSeverity
  cause: DriftCause
  since: Date
}

/** Of one request; a fleet that differs in more places has one cause, and it is among these. */
export const MOST_ROWS = 10_000

/** Differences of devices that are anybody's to mend, oldest first. */
export function driftRows(db: Prisma.TransactionClient, target: DriftTarget | null): Promise<DriftRow[]> {
  const where =
    target === null
      ? Prisma.sql`true`
      : 'device' in target
        ? Prisma.sql`i."deviceId" = ${target.device}`
        : // A device is put right as a whole: whatever else differs on it is restored as well.
          Prisma.sql`i."deviceId" in (select g."deviceId" from "DriftItem" g where ${groupOf('g')} = ${target.group})`
  return db.$queryRaw<DriftRow[]>`
    select r."group", i."deviceId", d.name, d."siteId", t.name as site, i.kind, i.key, i.desired, i.reported, i.secret, i.severity, i.cause, i.since
    from "DriftItem" i join "Device" d on d.id = i."deviceId" join "Site" t on t.id = d."siteId"
    cross join lateral (select ${groupOf('i')}) as r("group")
    where d."revokedAt" is null and ${where}
    order by i.since, i."deviceId", i.kind, i.key limit ${MOST_ROWS}`
}

function groupOf(alias: 'i' | 'g'): Prisma.Sql {
  const column = (name: string) => Prisma.raw(`${alias}."${name}"`)
  return Prisma.sql`md5(concat_ws(chr(31), ${column('kind')}, ${column('key')}, coalesce(${column('desired')}::text, '-'),
    coalesce(${column('reported')}::text, '-'), ${column('cause')}))`
}
