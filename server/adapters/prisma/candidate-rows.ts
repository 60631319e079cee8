import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import type { Instant } from '../../protocol/ids.ts'
import { type SelectorText, selectorOf } from '../../protocol/selector/selector.ts'
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
  readonly knownIssue: string | null
  readonly monitoringFidelity: number
  readonly online: boolean
  readonly quarantined: string | null
  /** kind of its oldest unresolved discrepancy */
  readonly discrepancy: string | null
  /** name of the rollout that has it */
  readonly busy: string | null
  readonly runningVersion: string | null
  readonly runningSha256: string | null
  /** of the configuration it says it runs under; null from an old agent */
  readonly runningConfigDigest: string | null
  readonly desiredSnapshotId: number | null
}

/**
 * One statement for the whole cohort, in order of id. The answer comes as one JSON text: at a hundred thousand devices a
 * driver spends more on making row objects than PostgreSQL on finding the rows.
 */
export async function candidateRows(
  tx: Prisma.TransactionClient,
  selector: SelectorText,
  now: Instant,
): Promise<readonly CandidateRow[]> {
  const [answer] = await tx.$queryRaw<[{ rows: string | null }]>`
    with busy as (
      select r."deviceId", min(o."name") as name from "RolloutDevice" r join "Rollout" o on o."id" = r."rolloutId"
      where not (o."phase" = any(${[...ENDED_PHASES]})) group by 1
    ), up as (
      select d."redundancyGroup" as "group", count(*) as devices from "Device" d
      join "DeviceStatus" s on s."deviceId" = d."id"
      where d."redundancyGroup" is not null and d."revokedAt" is null and ${UP} group by 1
    ), issue as (
      select distinct on ("deviceId") "deviceId", "title" as title from "KnownIssue"
      where "closedAt" is null and "expiresAt" > ${new Date(now)} order by "deviceId", "createdAt"
    ), disagreement as (
      select distinct on ("deviceId") "deviceId", "kind" from "Discrepancy"
      where "resolvedAt" is null order by "deviceId", "seenAt"
    )
    select json_agg(json_build_array(
      d."id", d."name", d."siteId", t."region", d."hardwareType", d."architecture", d."groups", d."redundancyGroup",
      d."singlePointOfFailure",
      case when d."redundancyGroup" is not null
        then coalesce(up.devices, 0) - case when ${UP} then 1 else 0 end end,
      issue.title, d."monitoringFidelity", coalesce(s."online", false), d."quarantineReason",
      disagreement."kind", busy.name, s."runningVersion", s."runningSha256",
      s."reported" -> 'running' ->> 'configDigest', w."snapshotId"
    ) order by d."id" collate "C")::text as rows
    from ${SELECTOR_FROM}
    left join "Desired" w on w."deviceId" = d."id"
    left join busy on busy."deviceId" = d."id"
    left join up on up."group" = d."redundancyGroup"
    left join issue on issue."deviceId" = d."id"
    left join disagreement on disagreement."deviceId" = d."id"
    where ${selectorSql(selectorOf(selector), now)}`
  return (JSON.parse(answer.rows ?? '[]') as Packed[]).map(unpack)
}

/** Over alias `s`: it stands in for others. */
const UP = Prisma.sql`(coalesce(s."online", false) and s."healthStatus" = 'healthy')`

type Packed = [
  id: string,
  name: string,
  siteId: string,
  region: string,
  hardwareType: string,
  architecture: string,
  groups: string[],
  redundancyGroup: string | null,
  marked: boolean,
  standIns: number | null,
  knownIssue: string | null,
  monitoringFidelity: number,
  online: boolean,
  quarantined: string | null,
  discrepancy: string | null,
  busy: string | null,
  runningVersion: string | null,
  runningSha256: string | null,
  runningConfigDigest: string | null,
  desiredSnapshotId: number | null,
]

function unpack(row: Packed): CandidateRow {
  return {
    id: row[0],
    name: row[1],
    siteId: row[2],
    region: row[3],
    hardwareType: row[4],
    architecture: row[5],
    groups: row[6],
    redundancyGroup: row[7],
    marked: row[8],
    standIns: row[9],
    knownIssue: row[10],
    monitoringFidelity: row[11],
    online: row[12],
    quarantined: row[13],
    discrepancy: row[14],
    busy: row[15],
    runningVersion: row[16],
    runningSha256: row[17],
    runningConfigDigest: row[18],
    desiredSnapshotId: row[19],
  }
}
