import type { Received, Sample, Status } from '../../domain/report/receive.ts'
import { storableInstant, storableInteger, storableJson, storableText } from './storable.ts'

/**
 * One statement for a whole flush: newest states by upsert, samples by insert. Data-modifying CTEs run to the end in one
 * transaction, so an acknowledged report is in both tables or in neither. `online` is not touched: only a connection's begin
 * and end decide that.
 */
export const INGEST_NAME = 'wavegate-ingest'

export const INGEST_SQL = `
with status as (
  insert into "DeviceStatus" ("deviceId", "lastSeenAt", "reportedAt", generation, "runningVersion", "runningSha256", reported, health,
    "healthStatus", "endpointReachable", restarts, "cpuPercent", "memoryPercent", "diskPercent", "temperatureC")
  select id, at, at, generation, version, sha256, reported, health, worst, reachable, restarts, cpu, memory, disk, temperature
  from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::text[], $5::text[], $6::jsonb[], $7::jsonb[], $8::text[], $9::boolean[],
    $10::integer[], $11::float8[], $12::float8[], $13::float8[], $14::float8[])
    as r(id, at, generation, version, sha256, reported, health, worst, reachable, restarts, cpu, memory, disk, temperature)
  on conflict ("deviceId") do update set
    "lastSeenAt" = excluded."lastSeenAt", "reportedAt" = excluded."reportedAt", generation = excluded.generation,
    "runningVersion" = excluded."runningVersion", "runningSha256" = excluded."runningSha256", reported = excluded.reported,
    health = excluded.health, "healthStatus" = excluded."healthStatus", "endpointReachable" = excluded."endpointReachable",
    restarts = excluded.restarts, "cpuPercent" = excluded."cpuPercent", "memoryPercent" = excluded."memoryPercent",
    "diskPercent" = excluded."diskPercent", "temperatureC" = excluded."temperatureC"
)
insert into "DeviceSample" ("deviceId", at, sha256, requests, errors, latency, "cpuPercent", "memoryPercent", "memoryMb", reachable)
select * from unnest($15::text[], $16::timestamptz[], $17::text[], $18::integer[], $19::integer[], $20::jsonb[], $21::float8[], $22::float8[],
  $23::float8[], $24::boolean[])`

/** The parameters of `INGEST_SQL`: one array a column. */
export function ingestParameters(received: readonly Received[]): unknown[] {
  const statuses = received.map(({ status }) => status)
  const samples = received.flatMap((one) => one.samples)
  return [
    ...STATUS_COLUMNS.map((column) => statuses.map(column)),
    ...SAMPLE_COLUMNS.map((column) => samples.map(column)),
  ]
}

const STATUS_COLUMNS: readonly ((status: Status) => unknown)[] = [
  ({ deviceId }) => deviceId,
  ({ at }) => storableInstant(at),
  ({ reported }) => reported.generation,
  ({ reported }) => reported.running && storableText(reported.running.version),
  ({ reported }) => reported.running?.sha256 ?? null,
  ({ reported }) => storableJson(reported),
  ({ health }) => storableJson(health),
  ({ healthStatus }) => healthStatus,
  ({ reachable }) => reachable,
  ({ restarts }) => storableInteger(restarts),
  ({ system }) => system.cpuPercent,
  ({ system }) => system.memoryPercent,
  ({ system }) => system.diskPercent,
  ({ system }) => system.temperatureC,
]

const SAMPLE_COLUMNS: readonly ((sample: Sample) => unknown)[] = [
  ({ deviceId }) => deviceId,
  ({ at }) => storableInstant(at),
  ({ sha256 }) => sha256,
  ({ requests }) => storableInteger(requests),
  ({ errors }) => storableInteger(errors),
  ({ latency }) => storableJson(latency),
  ({ cpuPercent }) => cpuPercent,
  ({ memoryPercent }) => memoryPercent,
  ({ memoryMb }) => memoryMb,
  ({ reachable }) => reachable,
]
