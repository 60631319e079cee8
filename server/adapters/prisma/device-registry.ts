import type pg from 'pg'
import { audit } from '../../commands/audit.ts'
import { takeUpNextKey } from '../../commands/rotate-device-key.ts'
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
  /** the key it may rotate to, if it asked for one */
  readonly nextKey: string | null
  /** why it was revoked; null when it was not */
  readonly revoked: string | null
  /** the run of the agent that connected last */
  readonly instance: string | null
  readonly online: boolean
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
  readonly instance: string | null
  readonly address: string
  readonly reported: Reported
}
/** `since`: when the connection that ended began; a newer one is not put offline by the end of an older. */
export type Departure = { readonly deviceId: DeviceId; readonly at: Instant; readonly since: Instant }

export type Correction = {
  readonly next: Registry
  readonly because: string
  readonly disagreements: readonly Disagreement[]
}

/** A connection and the epoch it was opened with. */
export type Session = { readonly deviceId: DeviceId; readonly epoch: number }
export type Ended = Session & { readonly revoked: string | null }
export type FormerKey = { readonly publicKey: string; readonly state: string; readonly untilWhy: string }

export type DeviceRegistry = {
  find(deviceId: DeviceId): Promise<KnownDevice | null>
  /** the registry follows the device, and what they disagreed in is written down */
  correct(device: KnownDevice, correction: Correction, at: Instant): Promise<void>
  /** keys the device proved itself with once, and must not any more */
  formerKeys(deviceId: DeviceId): Promise<readonly FormerKey[]>
  /** durable when it resolves: the device counts as online from `at`; answers the epoch of its connection */
  arrived(arrival: Arrival): Promise<number>
  /** those of these connections that have no right to be open, each with why it was revoked if it was */
  ended(sessions: readonly Session[]): Promise<readonly Ended[]>
  /** the device said hello with the key it rotates to; answers whether that is its active key now */
  takeUp(device: KnownDevice, at: Instant): Promise<boolean>
  departed(departure: Departure): Promise<void>
  /** no connection outlives the process that held it: those of this server that starts or ends, and those nobody claims */
  allOffline(): Promise<void>
  /** these connections are still held although the server was taken for gone; one that moved on to another server is not */
  stillHere(sessions: readonly Session[], at: Instant): Promise<void>
}

const FIND_SQL = `
select d.id, d.name, d."publicKey", case when d."revokedAt" is not null then coalesce(d."revokedReason", '') end as revoked,
  (select k."publicKey" from "DeviceKey" k where k."deviceId" = d.id and k.state = 'next' limit 1) as "nextKey",
  s."sessionInstance" as instance, coalesce(s.online, false) as online, d."hardwareType", d.architecture, d."memoryMb", d."diskMb",
  d.capabilities, w.generation::float8 as "desiredGeneration", n."releaseId" as "askedRelease",
  array(select x.kind from "Discrepancy" x where x."deviceId" = d.id and x."resolvedAt" is null) as open,
  coalesce((select max(e.number) from "DeviceEvent" e where e."deviceId" = d.id), 0)::float8 as "lastProgress"
from "Device" d left join "Desired" w on w."deviceId" = d.id left join "Snapshot" n on n.id = w."snapshotId"
left join "DeviceStatus" s on s."deviceId" = d.id
where d.id = any($1::text[])`

/** What was measured on one version says nothing about the other that the device came back with. */
const ofTheSame = (column: string, otherwise = 'null') =>
  `"${column}" = case when s."runningSha256" is not distinct from excluded."runningSha256" then s."${column}" else ${otherwise} end`

const ARRIVED_SQL = `
insert into "DeviceStatus" as s ("deviceId", online, "onlineSince", "lastSeenAt", "agentVersion", generation, "runningVersion", "runningSha256", reported,
  "sessionEpoch", "sessionInstance", "sessionAddress", "sessionServer")
select id, true, at, at, agent, generation, version, sha256, reported, 1, instance, address, $10
from unnest($1::text[], $2::timestamptz[], $3::text[], $4::bigint[], $5::text[], $6::text[], $7::jsonb[], $8::text[], $9::text[])
  as r(id, at, agent, generation, version, sha256, reported, instance, address)
on conflict ("deviceId") do update set online = true, "onlineSince" = excluded."onlineSince", "lastSeenAt" = excluded."lastSeenAt",
  "agentVersion" = excluded."agentVersion", generation = excluded.generation, "runningVersion" = excluded."runningVersion",
  "runningSha256" = excluded."runningSha256", reported = excluded.reported, "sessionEpoch" = s."sessionEpoch" + 1,
  "sessionInstance" = excluded."sessionInstance", "sessionAddress" = excluded."sessionAddress",
  "sessionServer" = excluded."sessionServer", ${[
    ofTheSame('reportedAt'),
    ofTheSame('health'),
    ofTheSame('healthOf'),
    ofTheSame('healthStatus', "'unknown'"),
    ofTheSame('endpointReachable'),
    ofTheSame('restarts', '0'),
    ofTheSame('memoryPercent'),
    ofTheSame('cpuPercent'),
  ].join(', ')}
returning "deviceId", "sessionEpoch"::float8 as epoch`

const ENDED_SQL = `
select r.id as "deviceId", r.epoch::float8 as epoch, case when d."revokedAt" is not null then coalesce(d."revokedReason", '') end as revoked
from unnest($1::text[], $2::bigint[]) as r(id, epoch) join "Device" d on d.id = r.id
left join "DeviceStatus" s on s."deviceId" = r.id
where d."revokedAt" is not null or s."sessionEpoch" > r.epoch`

const DEPARTED_SQL = `
update "DeviceStatus" s set online = false, "onlineSince" = null
from unnest($1::text[], $2::timestamptz[]) as r(id, since)
where s."deviceId" = r.id and s."onlineSince" = r.since`

const OFFLINE_SQL = `
update "DeviceStatus" set online = false, "onlineSince" = null
where online and ("sessionServer" = $1 or "sessionServer" is null)`

const STILL_HERE_SQL = `
update "DeviceStatus" s set online = true, "onlineSince" = $3
from unnest($1::text[], $2::bigint[]) as r(id, epoch)
where s."deviceId" = r.id and s."sessionEpoch" = r.epoch and s."sessionServer" = $4 and not s.online`

type Found = {
  id: DeviceId
  name: string
  publicKey: string
  nextKey: string | null
  revoked: string | null
  instance: string | null
  online: boolean
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
export function openDeviceRegistry(pool: pg.Pool, db: PrismaClient, server: string): DeviceRegistry {
  const find = new Batcher<DeviceId, KnownDevice | null>(async (ids) => {
    const { rows } = await pool.query<Found>({ name: 'wavegate-hello', text: FIND_SQL, values: [ids] })
    const known = new Map(rows.map((row) => [row.id, knownDevice(row)]))
    return ids.map((id) => known.get(id) ?? null)
  })
  const arrived = new Batcher<Arrival, number>(async (arrivals) => {
    // A statement may write a row once: of two arrivals of one device in a batch the later counts.
    const rows = [...new Map(arrivals.map((arrival) => [arrival.deviceId, arrival])).values()]
    const { rows: written } = await pool.query<Session>({
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
        rows.map((row) => row.instance && storableText(row.instance)),
        rows.map((row) => row.address),
        server,
      ],
    })
    const epochs = new Map(written.map(({ deviceId, epoch }) => [deviceId, epoch]))
    const newest = new Set(rows)
    return arrivals.map((arrival) => (epochs.get(arrival.deviceId) ?? 0) - (newest.has(arrival) ? 0 : 1))
  })
  const departed = new Batcher<Departure, null>(async (departures) => {
    const values = [departures.map((row) => row.deviceId), departures.map((row) => new Date(row.since).toISOString())]
    await pool.query({ name: 'wavegate-departed', text: DEPARTED_SQL, values })
    return departures.map(() => null)
  })

  return {
    find: (deviceId) => find.add(deviceId),
    formerKeys: (deviceId) =>
      db.deviceKey
        .findMany({ where: { deviceId, state: { in: ['retired', 'revoked'] } }, orderBy: { until: 'desc' }, take: 50 })
        .then((keys) => keys.map((key) => ({ ...key, untilWhy: key.untilWhy ?? '' }))),
    arrived: (arrival) => arrived.add(arrival),
    async ended(sessions) {
      const values = [sessions.map(({ deviceId }) => deviceId), sessions.map(({ epoch }) => epoch)]
      const { rows } = await pool.query<Ended>({
        name: 'wavegate-ended',
        text: ENDED_SQL,
        values,
      })
      return rows
    },
    takeUp: ({ id, nextKey }, now) => takeUpNextKey({ db, now }, { deviceId: id, publicKey: nextKey ?? '' }),
    departed: async (departure) => void (await departed.add(departure)),
    allOffline: async () => void (await pool.query(OFFLINE_SQL, [server])),
    async stillHere(sessions, at) {
      const values = [
        sessions.map(({ deviceId }) => deviceId),
        sessions.map(({ epoch }) => epoch),
        new Date(at),
        server,
      ]
      await pool.query(STILL_HERE_SQL, values)
    },
    correct: (device, correction, at) => correct(db, device, correction, at),
  }
}

function knownDevice(row: Found): KnownDevice {
  const { hardwareType: _, architecture: __, memoryMb, diskMb, capabilities, open, ...known } = row
  const registry = { ...Platform.parse(row), memoryMb, diskMb, capabilities }
  return { ...known, registry, open: open.map((kind) => DiscrepancyKind.parse(kind)) }
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
