import type { PreflightDevice } from '../../domain/preflight/facts.ts'
import { unsupportedBecause } from '../../domain/release/device-support.ts'
import { runs } from '../../domain/rollout/runs.ts'
import type { Instant, Sha256 } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { Plan } from '../../protocol/plan.ts'
import { type ArtifactIndex, artifactIndex } from './artifact-index.ts'
import { calibrationProblems } from './calibration-problems.ts'
import { byId, few } from './columns.ts'
import { Prisma } from './generated/client.ts'

export type PlannedDevices = {
  readonly devices: readonly PreflightDevice[]
  /** what devices would go back to */
  readonly held: readonly number[]
  readonly index: ArtifactIndex
}

/** The devices of a plan as the registry and their newest reports have them; how it is read: see columns.ts. */
export async function plannedDevices(
  db: Prisma.TransactionClient,
  order: Plan['order'],
  manifest: ReleaseManifest,
  now: Instant,
): Promise<PlannedDevices> {
  // They decide about hooks only, and those of a whole fleet are long.
  const capabilities = (manifest.hooks ?? []).length > 0 ? Prisma.sql`d."capabilities"` : Prisma.sql`null::jsonb`
  const [answer] = await db.$queryRaw<[{ columns: string }]>`
    with disagreement as (
      select distinct on ("deviceId") "deviceId", "kind" from "Discrepancy"
      where "resolvedAt" is null order by "deviceId", "seenAt"
    )
    select json_build_object(
      'place', json_agg(o.place), 'deviceId', json_agg(d."id"), 'name', json_agg(d."name"),
      'siteId', json_agg(d."siteId"), 'region', json_agg(t."region"), 'hardwareType', json_agg(d."hardwareType"),
      'architecture', json_agg(d."architecture"), 'groups', json_agg(d."groups"), 'memoryMb', json_agg(d."memoryMb"),
      'diskMb', json_agg(d."diskMb"), 'diskPercent', json_agg(s."diskPercent"),
      'online', json_agg(coalesce(s."online", false)),
      'lastSeenAt', json_agg((extract(epoch from s."lastSeenAt")::float8 * 1000)::bigint),
      'running', json_agg(s."runningVersion"), 'sha256', json_agg(s."runningSha256"),
      'configDigest', json_agg(s."reported" -> 'running' ->> 'configDigest'), 'holds', json_agg(w."snapshotId"),
      'capabilities', ${has(capabilities)}, 'mechanisms', ${has(NOT_PLAIN)},
      'discrepancy', ${has(Prisma.sql`disagreement."kind"`)}
    )::text as columns
    from unnest(${order.map((one) => one.deviceId)}::text[]) with ordinality as o(id, place)
    join "Device" d on d."id" = o.id
    join "Site" t on t."id" = d."siteId"
    left join "DeviceStatus" s on s."deviceId" = d."id"
    left join "DeviceInventory" v on v."deviceId" = d."id"
    left join "Desired" w on w."deviceId" = d."id"
    left join disagreement on disagreement."deviceId" = d."id"`
  const columns = JSON.parse(answer.columns) as Columns | { readonly place: null }
  if (columns.place === null) return { devices: [], held: [], index: await artifactIndex(db, []) }
  const held = [...new Set(columns.holds.filter((snapshot) => snapshot !== null))]
  const index = await artifactIndex(db, held)
  const uncalibrated = await calibrationProblems(db, manifest, now)
  const abilities = { capabilities: byId(columns.capabilities), mechanisms: byId(columns.mechanisms) }
  const unsupported = (id: string) =>
    unsupportedBecause(manifest, {
      capabilities: abilities.capabilities.get(id) ?? [],
      mechanisms: abilities.mechanisms.get(id) ?? null,
    }) ??
    uncalibrated.get(id) ??
    null
  return { devices: devicesOf(columns, order, index, unsupported), held, index }
}

const has = (value: Prisma.Sql): Prisma.Sql => few(Prisma.sql`d."id"`, value)

/** What an agent can that says no more than every agent can is left out: it is as good as unsaid (device-support.ts). */
const NOT_PLAIN = Prisma.sql`nullif(v."inventory" -> 'mechanisms', '["dual-slot"]')`

type Row = Omit<PreflightDevice, 'wave' | 'unsupported' | 'discrepancy' | 'previous'> & {
  /** in the order, from 1 */
  readonly place: number
  readonly siteId: string
  readonly sha256: Sha256 | null
  readonly configDigest: Sha256 | null
  /** number of the snapshot it should run */
  readonly holds: number | null
}

type Columns = { readonly [K in keyof Row]: readonly Row[K][] } & {
  readonly capabilities: Readonly<Record<string, readonly string[]>> | null
  readonly mechanisms: Readonly<Record<string, readonly string[]>> | null
  readonly discrepancy: Readonly<Record<string, string>> | null
}

function devicesOf(
  columns: Columns,
  order: Plan['order'],
  index: ArtifactIndex,
  unsupported: (deviceId: string) => string | null,
): readonly PreflightDevice[] {
  const discrepancy = byId(columns.discrepancy)
  const devices: (PreflightDevice | null)[] = order.map(() => null)
  columns.deviceId.forEach((deviceId, n) => {
    const place = (columns.place[n] as number) - 1
    const hardwareType = columns.hardwareType[n] as string
    const architecture = columns.architecture[n] as string
    const groups = columns.groups[n] as readonly string[]
    const holds = columns.holds[n] ?? null
    const kept = index.sha256(holds, hardwareType, architecture)
    const told = index.configDigest(holds, { deviceId, siteId: columns.siteId[n] as string, groups })
    const running = { sha256: columns.sha256[n] ?? null, configDigest: columns.configDigest[n] ?? null }
    devices[place] = {
      deviceId,
      name: columns.name[n] as string,
      wave: order[place]?.wave ?? 0,
      hardwareType,
      architecture,
      region: columns.region[n] as string,
      groups,
      memoryMb: columns.memoryMb[n] as number,
      diskMb: columns.diskMb[n] as number,
      diskPercent: columns.diskPercent[n] ?? null,
      online: columns.online[n] as boolean,
      lastSeenAt: columns.lastSeenAt[n] ?? null,
      unsupported: unsupported(deviceId),
      discrepancy: discrepancy.get(deviceId) ?? null,
      running: columns.running[n] ?? null,
      previous: runs(running, { sha256: kept, configDigest: told }) ? kept : null,
    }
  })
  return devices.filter((device) => device !== null)
}
