import type { PreflightDevice } from '../../domain/preflight/facts.ts'
import { unsupportedBecause } from '../../domain/release/device-support.ts'
import { runs } from '../../domain/rollout/runs.ts'
import type { Instant, Sha256 } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Plan } from '../../protocol/plan.ts'
import { type ArtifactIndex, artifactIndex } from './artifact-index.ts'
import { calibrationProblems } from './calibration-problems.ts'
import type { Prisma } from './generated/client.ts'

export type PlannedDevices = {
  readonly devices: readonly PreflightDevice[]
  /** what devices would go back to */
  readonly held: readonly number[]
  readonly index: ArtifactIndex
}

/** The devices of a plan as the registry and their newest reports have them, in one statement and one JSON text. */
export async function plannedDevices(
  db: Prisma.TransactionClient,
  order: Plan['order'],
  manifest: ReleaseManifest,
  now: Instant,
): Promise<PlannedDevices> {
  const [answer] = await db.$queryRaw<[{ rows: string | null }]>`
    with disagreement as (
      select distinct on ("deviceId") "deviceId", "kind" from "Discrepancy"
      where "resolvedAt" is null order by "deviceId", "seenAt"
    )
    select json_agg(json_build_array(
      d."id", d."name", o.wave, d."hardwareType", d."architecture", t."region", d."groups", d."memoryMb", d."diskMb",
      s."diskPercent", coalesce(s."online", false), (extract(epoch from s."lastSeenAt") * 1000)::bigint,
      d."capabilities", v."inventory" -> 'mechanisms', disagreement."kind", s."runningVersion", s."runningSha256",
      w."snapshotId", d."siteId", s."reported" -> 'running' ->> 'configDigest'
    ) order by o.place)::text as rows
    from unnest(${order.map((one) => one.deviceId)}::text[], ${order.map((one) => one.wave)}::int[])
      with ordinality as o(id, wave, place)
    join "Device" d on d."id" = o.id
    join "Site" t on t."id" = d."siteId"
    left join "DeviceStatus" s on s."deviceId" = d."id"
    left join "DeviceInventory" v on v."deviceId" = d."id"
    left join "Desired" w on w."deviceId" = d."id"
    left join disagreement on disagreement."deviceId" = d."id"`
  const rows = JSON.parse(answer.rows ?? '[]') as Packed[]
  const held = [...new Set(rows.flatMap((row) => row[17] ?? []))]
  const index = await artifactIndex(db, held)
  const uncalibrated = await calibrationProblems(db, manifest, now)
  const unsupported = (row: Packed) =>
    unsupportedBecause(manifest, { capabilities: row[12], mechanisms: row[13] }) ?? uncalibrated.get(row[0]) ?? null
  return { devices: rows.map((row) => deviceOf(row, unsupported(row), index)), held, index }
}

type Packed = [
  deviceId: string,
  name: string,
  wave: number,
  hardwareType: string,
  architecture: string,
  region: string,
  groups: string[],
  memoryMb: number,
  diskMb: number,
  diskPercent: number | null,
  online: boolean,
  lastSeenAt: number | null,
  capabilities: string[],
  mechanisms: string[] | null,
  discrepancy: string | null,
  runningVersion: string | null,
  runningSha256: Sha256 | null,
  desiredSnapshotId: number | null,
  siteId: string,
  configDigest: Sha256 | null,
]

function deviceOf(row: Packed, unsupported: string | null, index: ArtifactIndex): PreflightDevice {
  const kept = index.sha256(row[17], row[3], row[4])
  const place = { deviceId: row[0], siteId: row[18], groups: row[6] }
  const keeps = runs(
    { sha256: row[16], configDigest: row[19] },
    { sha256: kept, configDigest: index.configDigest(row[17], place) },
  )
  return {
    deviceId: row[0],
    name: row[1],
    wave: row[2],
    hardwareType: row[3],
    architecture: row[4],
    region: row[5],
    groups: row[6],
    memoryMb: row[7],
    diskMb: row[8],
    diskPercent: row[9],
    online: row[10],
    lastSeenAt: row[11] as Instant | null,
    unsupported,
    discrepancy: row[14],
    running: row[15],
    previous: keeps ? kept : null,
  }
}
