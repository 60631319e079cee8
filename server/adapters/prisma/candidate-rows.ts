import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import type { Instant } from '../../protocol/ids.ts'
import { type SelectorText, selectorOf } from '../../protocol/selector/selector.ts'
import { byId, few } from './columns.ts'
import { Prisma } from './generated/client.ts'
import { SELECTOR_FROM, selectorSql } from './selector-sql.ts'

/** What the registry and the newest report say of one device a selector names: no more than a plan needs. */
export type CandidateRow = {
  readonly id: string
  readonly name: string
  readonly siteId: string
  readonly region: string
  readonly hardwareType: string
  readonly architecture: string
  readonly groups: readonly string[]
  readonly redundancyGroup: string | null
  /** somebody said that nothing else does its work */
  readonly marked: boolean
  /** others of its redundancy group that are online and healthy now; null without such a group */
  readonly standIns: number | null
  /** what is wrong, whose it is to mend and until when that stands */
  readonly knownIssue: string | null
  readonly monitoringFidelity: number
  readonly online: boolean
  readonly quarantined: string | null
  /** kind of its oldest unresolved discrepancy */
  readonly discrepancy: string | null
  /** name of the rollout that has it */
  readonly busy: string | null
  /** that one has it now and does not only wait for it */
  readonly inHand: boolean
  readonly runningVersion: string | null
  readonly runningSha256: string | null
  /** of the configuration it says it runs under; null from an old agent */
  readonly runningConfigDigest: string | null
  readonly desiredSnapshotId: number | null
}

/** One statement for the whole cohort, in no order; how it is read: see columns.ts. */
export async function candidateRows(
  tx: Prisma.TransactionClient,
  selector: SelectorText,
  now: Instant,
): Promise<readonly CandidateRow[]> {
  const [answer] = await tx.$queryRaw<[{ columns: string }]>`
    with busy as (
      select r."deviceId", min(o."name") as name, bool_or(o."turnAt" is not null) as "inHand" from "RolloutDevice" r join "Rollout" o on o."id" = r."rolloutId"
      where not (o."phase" = any(${[...ENDED_PHASES]})) group by 1
    ), up as (
      select d."redundancyGroup" as "group", count(*) as devices from "Device" d join "FleetRow" f on f."deviceId" = d."id"
      where d."redundancyGroup" is not null and ${UP} group by 1
    ), issue as (
      select distinct on ("deviceId") "deviceId",
        "title" || ' (' || "owner" || ' mends it, until ' || to_char("expiresAt" at time zone 'UTC', 'YYYY-MM-DD') || ')' as title
      from "KnownIssue"
      where "closedAt" is null and "expiresAt" > ${new Date(now)} order by "deviceId", "createdAt"
    ), disagreement as (
      select distinct on ("deviceId") "deviceId", "kind" from "Discrepancy"
      where "resolvedAt" is null order by "deviceId", "seenAt"
    )
    select json_build_object(
      'id', json_agg(f."deviceId"), 'name', json_agg(f."name"), 'siteId', json_agg(f."siteId"),
      'region', json_agg(f."region"), 'hardwareType', json_agg(f."hardwareType"),
      'architecture', json_agg(d."architecture"), 'groups', json_agg(f."groups"),
      'monitoringFidelity', json_agg(d."monitoringFidelity"), 'online', json_agg(${ONLINE}),
      'runningVersion', json_agg(f."release"), 'runningSha256', json_agg(s."runningSha256"),
      'runningConfigDigest', json_agg(s."reported" -> 'running' ->> 'configDigest'),
      'desiredSnapshotId', json_agg(w."snapshotId"), 'redundancyGroup', ${has(Prisma.sql`d."redundancyGroup"`)},
      'standIns', ${has(STAND_INS)}, 'marked', ${has(Prisma.sql`nullif(d."singlePointOfFailure", false)`)},
      'knownIssue', ${has(Prisma.sql`issue.title`)}, 'quarantined', ${has(Prisma.sql`d."quarantineReason"`)},
      'discrepancy', ${has(Prisma.sql`disagreement."kind"`)}, 'busy', ${has(Prisma.sql`busy.name`)},
      'inHand', ${has(Prisma.sql`nullif(busy."inHand", false)`)}
    )::text as columns
    from ${SELECTOR_FROM}
    left join "Desired" w on w."deviceId" = f."deviceId"
    left join busy on busy."deviceId" = f."deviceId"
    left join up on up."group" = d."redundancyGroup"
    left join issue on issue."deviceId" = f."deviceId"
    left join disagreement on disagreement."deviceId" = f."deviceId"
    where ${selectorSql(selectorOf(selector), now)}`
  return rowsOf(JSON.parse(answer.columns) as Columns | { readonly id: null })
}

/** Over alias `f`: it stands in for others. */
const UP = Prisma.sql`f."status" = 'healthy'`
const ONLINE = Prisma.sql`f."status" not in ('offline', 'never')`

const has = (value: Prisma.Sql): Prisma.Sql => few(Prisma.sql`f."deviceId"`, value)

/** Others of its redundancy group that are up. */
const STAND_INS = Prisma.sql`case when d."redundancyGroup" is not null
  then coalesce(up.devices, 0) - case when ${UP} then 1 else 0 end end`

type Few = 'redundancyGroup' | 'standIns' | 'marked' | 'knownIssue' | 'quarantined' | 'discrepancy' | 'busy' | 'inHand'
type Every = Exclude<keyof CandidateRow, Few>

type Columns = { readonly [K in Every]: readonly CandidateRow[K][] } & {
  /** null where none has it */
  readonly [K in Few]: Readonly<Record<string, NonNullable<CandidateRow[K]>>> | null
}

function rowsOf(columns: Columns | { readonly id: null }): readonly CandidateRow[] {
  if (columns.id === null) return []
  const redundancyGroup = byId(columns.redundancyGroup)
  const standIns = byId(columns.standIns)
  const marked = byId(columns.marked)
  const knownIssue = byId(columns.knownIssue)
  const quarantined = byId(columns.quarantined)
  const discrepancy = byId(columns.discrepancy)
  const busy = byId(columns.busy)
  const inHand = byId(columns.inHand)
  return columns.id.map((id, n) => ({
    id,
    name: columns.name[n] as string,
    siteId: columns.siteId[n] as string,
    region: columns.region[n] as string,
    hardwareType: columns.hardwareType[n] as string,
    architecture: columns.architecture[n] as string,
    groups: columns.groups[n] as readonly string[],
    redundancyGroup: redundancyGroup.get(id) ?? null,
    marked: marked.has(id),
    standIns: standIns.get(id) ?? null,
    knownIssue: knownIssue.get(id) ?? null,
    monitoringFidelity: columns.monitoringFidelity[n] as number,
    online: columns.online[n] as boolean,
    quarantined: quarantined.get(id) ?? null,
    discrepancy: discrepancy.get(id) ?? null,
    busy: busy.get(id) ?? null,
    inHand: inHand.has(id),
    runningVersion: columns.runningVersion[n] ?? null,
    runningSha256: columns.runningSha256[n] ?? null,
    runningConfigDigest: columns.runningConfigDigest[n] ?? null,
    desiredSnapshotId: columns.desiredSnapshotId[n] ?? null,
  }))
}
