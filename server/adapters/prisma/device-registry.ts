import type pg from 'pg'
import { audit } from '../../commands/audit.ts'
import type { Disagreement } from '../../domain/device/disagreement.ts'
import type { Registry } from '../../domain/device/registry-difference.ts'
import { DiscrepancyKind } from '../../protocol/discrepancy.ts'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { Platform } from '../../protocol/manifest.ts'
import type { Reported } from '../../protocol/reported.ts'
import { Batcher } from '../batcher.ts'
import { recordDisagreements } from './discrepancies.ts'
import type { PrismaClient } from './generated/client.ts'
import { storableJson, storableText } from './storable.ts'

/** What the server knows of a device at the moment it says hello. */
export type KnownDevice = {
  readonly id: DeviceId
  readonly name: string
  /** Ed25519 SubjectPublicKeyInfo, DER, base64 */
  readonly publicKey: string
  readonly revoked: boolean
  readonly registry: Registry
  /** of its newest desired state; null when nobody told it anything */
  readonly desiredGeneration: number | null
  /** the release of that desired state */
  readonly askedRelease: string | null
  /** in what it contradicts us, unresolved */
  readonly open: readonly DiscrepancyKind[]
  readonly lastProgress: number
}

export type Arrival = {
  readonly deviceId: DeviceId
  readonly at: Instant
  readonly agentVersion: string
  readonly reported: Reported
}
/** `since`: when the connection that ended began; a newer one is not put offline by the end of an older. */
export type Departure = { readonly deviceId: DeviceId; readonly at: Instant; readonly since: Instant }

export type Correction = {
  readonly next: Registry
  readonly because: string
  readonly disagreements: readonly Disagreement[]
}

export type DeviceRegistry = {
  find(deviceId: DeviceId): Promise<KnownDevice | null>
  /** the registry follows the device, and what they disagreed in is written down */
  correct(device: KnownDevice, correction: Correction, at: Instant): Promise<void>
  /** durable when it resolves: the device counts as online from `at` */
  arrived(arrival: Arrival): Promise<void>
  departed(departure: Departure): Promise<void>
  /** no connection outlives the process that held it */
  allOffline(): Promise<void>
}

const FIND_SQL = `
select d.id, d.name, d."publicKey", d."revokedAt" is not null as revoked, d."hardwareType", d.architecture, d."memoryMb", d."diskMb",
  d.capabilities, w.generation::float8 as "desiredGeneration", n."releaseId" as "askedRelease",
  array(select x.kind from "Discrepancy" x where x."deviceId" = d.id and x."resolvedAt" is null) as open,
  coalesce((select max(e.number) from "DeviceEvent" e where e."deviceId" = d.id), 0)::float8 as "lastProgress"
from "Device" d left join "Desired" w on w."deviceId" = d.id left join "Snapshot" n on n.id = w."snapshotId"
where d.id = any($1::text[])`

/** What was measured on one version says nothing about the other that the device came back with. */
const ofTheSame = (column: string, otherwise = 'null') =>
  `"${column}" = case when s."runningSha256" is not distinct from excluded."runningSha256" then s."${column}" else ${otherwise} end`

const ARRIVED_SQL = `
insert into "DeviceStatus" as s ("deviceId", online, "onlineSince", "lastSeenAt", "agentVersion", generation, "runningVersion", "runningSha256", reported)
select id, true, at, at, agent, generation, version, sha256, reported
from unnest($1::text[], $2::timestamptz[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::jsonb[])
  as r(id, at, agent, generation, version, sha256, reported)
on conflict ("deviceId") do update set online = true, "onlineSince" = excluded."onlineSince", "lastSeenAt" = excluded."lastSeenAt",
  "agentVersion" = excluded."agentVersion", generation = excluded.generation, "runningVersion" = excluded."runningVersion",
  "runningSha256" = excluded."runningSha256", reported = excluded.reported, ${[
    ofTheSame('reportedAt'),
    ofTheSame('health'),
    ofTheSame('healthStatus', "'unknown'"),
    ofTheSame('endpointReachable'),
    ofTheSame('restarts', '0'),
    ofTheSame('memoryPercent'),
    ofTheSame('cpuPercent'),
  ].join(', ')}`

const DEPARTED_SQL = `
update "DeviceStatus" s set online = false, "onlineSince" = null
from unnest($1::text[], $2::timestamptz[]) as r(id, since)
where s."deviceId" = r.id and s."onlineSince" = r.since`

type Found = {
  id: DeviceId
  name: string
  publicKey: string
  revoked: boolean
  hardwareType: string
  architecture: string
} & {
  memoryMb: number
  diskMb: number
  capabilities: string[]
  desiredGeneration: number | null
  askedRelease: string | null
  open: string[]
  lastProgress: number
}

/** Arrivals and departures of devices, many in one statement: a fleet that comes back at once costs a few queries. */
export function openDeviceRegistry(pool: pg.Pool, db: PrismaClient): DeviceRegistry {
  const find = new Batcher<DeviceId, KnownDevice | null>(async (ids) => {
    const { rows } = await pool.query<Found>({ name: 'wavegate-hello', text: FIND_SQL, values: [ids] })
    const known = new Map(rows.map((row) => [row.id, knownDevice(row)]))
    return ids.map((id) => known.get(id) ?? null)
  })
  const arrived = new Batcher<Arrival, null>(async (arrivals) => {
    // A statement may write a row once: of two arrivals of one device in a batch the later counts.
    const rows = [...new Map(arrivals.map((arrival) => [arrival.deviceId, arrival])).values()]
    await pool.query({
      name: 'wavegate-arrived',
      text: ARRIVED_SQL,
      values: [
        rows.map((row) => row.deviceId),
        rows.map((row) => new Date(row.at).toISOString()),
        rows.map((row) => storableText(row.agentVersion)),
        rows.map((row) => row.reported.generation),
        rows.map((row) => row.reported.running && storableText(row.reported.running.version)),
        rows.map((row) => row.reported.running?.sha256 ?? null),
        rows.map((row) => storableJson(row.reported)),
      ],
    })
    return arrivals.map(() => null)
  })
  const departed = new Batcher<Departure, null>(async (departures) => {
    const values = [departures.map((row) => row.deviceId), departures.map((row) => new Date(row.since).toISOString())]
    await pool.query({ name: 'wavegate-departed', text: DEPARTED_SQL, values })
    return departures.map(() => null)
  })

  return {
    find: (deviceId) => find.add(deviceId),
    arrived: async (arrival) => void (await arrived.add(arrival)),
    departed: async (departure) => void (await departed.add(departure)),
    allOffline: async () =>
      void (await pool.query('update "DeviceStatus" set online = false, "onlineSince" = null where online')),
    correct: (device, correction, at) => correct(db, device, correction, at),
  }
}

function knownDevice(row: Found): KnownDevice {
  const {
    id,
    name,
    publicKey,
    revoked,
    memoryMb,
    diskMb,
    capabilities,
    desiredGeneration,
    askedRelease,
    lastProgress,
  } = row
  const registry = { ...Platform.parse(row), memoryMb, diskMb, capabilities }
  const open = row.open.map((kind) => DiscrepancyKind.parse(kind))
  return { id, name, publicKey, revoked, registry, desiredGeneration, askedRelease, open, lastProgress }
}

async function correct(
  db: PrismaClient,
  device: KnownDevice,
  { next, because, disagreements }: Correction,
  at: Instant,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await tx.device.update({
      where: { id: device.id },
      data: { ...next, capabilities: next.capabilities.map(storableText) },
    })
    await audit(tx, {
      at,
      actor: { kind: 'device', id: device.id, name: device.name },
      action: 'device.correct-registry',
      object: { kind: 'device', id: device.id },
      deviceId: device.id,
      outcome: 'done',
      reason: because,
      before: { ...device.registry, capabilities: [...device.registry.capabilities] },
      after: { ...next, capabilities: [...next.capabilities] },
    })
    await recordDisagreements(tx, device, disagreements, at)
  })
}
