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
    "healthStatus", "endpointReachable", restarts, "cpuPercent", "memoryPercent", "diskPercent", "temperatureC", "healthOf")
  select id, at, at, generation, version, sha256, reported, health, worst, reachable, restarts, cpu, memory, disk, temperature,
    nullif(of, 'null')
  from rows from (unnest($1::text[]), unnest($2::timestamptz[]), unnest($3::bigint[]), unnest($4::text[]), unnest($5::text[]),
    jsonb_array_elements($6), jsonb_array_elements($7), unnest($8::text[]), unnest($9::boolean[]), unnest($10::integer[]),
    unnest($11::float8[]), unnest($12::float8[]), unnest($13::float8[]), unnest($14::float8[]),
    jsonb_array_elements($15))
    as r(id, at, generation, version, sha256, reported, health, worst, reachable, restarts, cpu, memory, disk, temperature, of)
  on conflict ("deviceId") do update set
    "lastSeenAt" = excluded."lastSeenAt", "reportedAt" = excluded."reportedAt", generation = excluded.generation,
    "runningVersion" = excluded."runningVersion", "runningSha256" = excluded."runningSha256", reported = excluded.reported,
    health = excluded.health, "healthStatus" = excluded."healthStatus", "endpointReachable" = excluded."endpointReachable",
    restarts = excluded.restarts, "cpuPercent" = excluded."cpuPercent", "memoryPercent" = excluded."memoryPercent",
    "diskPercent" = excluded."diskPercent", "temperatureC" = excluded."temperatureC",
    "healthOf" = excluded."healthOf"
)
insert into "DeviceSample" ("deviceId", at, sha256, requests, errors, latency, "cpuPercent", "memoryPercent", "memoryMb", reachable,
  version, "configDigest")
select * from rows from (unnest($16::text[]), unnest($17::timestamptz[]), unnest($18::text[]), unnest($19::integer[]),
  unnest($20::integer[]), jsonb_array_elements($21), unnest($22::float8[]), unnest($23::float8[]), unnest($24::float8[]),
  unnest($25::boolean[]), unnest($26::text[]), unnest($27::text[])) as s`

/**
 * The parameters of `INGEST_SQL`: an array a column. Columns of JSON are one JSON array each: an array of PostgreSQL's own
 * would be quoted, unquoted and parsed element by element, which took more time than everything else in the statement.
 */
export function ingestParameters(received: readonly Received[]): unknown[] {
  const statuses = received.map(({ status }) => status)
  const samples = received.flatMap((one) => one.samples)
  return [
    ...STATUS_COLUMNS.map((column) => statuses.map(column)),
    ...SAMPLE_COLUMNS.map((column) => samples.map(column)),
  ].map((column, index) => (JSON_COLUMNS.has(index) ? storableJson(column) : column))
}

/** Places of `reported`, `health`, `healthOf` and `latency`. */
const JSON_COLUMNS = new Set([5, 6, 14, 20])

const STATUS_COLUMNS: readonly ((status: Status) => unknown)[] = [
  ({ deviceId }) => deviceId,
  ({ at }) => storableInstant(at),
  ({ reported }) => reported.generation,
  ({ reported }) => reported.running && storableText(reported.running.version),
  ({ reported }) => reported.running?.sha256 ?? null,
  ({ reported }) => reported,
  ({ health }) => health,
  ({ healthStatus }) => healthStatus,
  ({ reachable }) => reachable,
  ({ restarts }) => storableInteger(restarts),
  ({ system }) => system.cpuPercent,
  ({ system }) => system.memoryPercent,
  ({ system }) => system.diskPercent,
  ({ system }) => system.temperatureC,
  ({ healthOf }) => healthOf,
]

const SAMPLE_COLUMNS: readonly ((sample: Sample) => unknown)[] = [
  ({ deviceId }) => deviceId,
  ({ at }) => storableInstant(at),
  ({ sha256 }) => sha256,
  ({ requests }) => storableInteger(requests),
  ({ errors }) => storableInteger(errors),
  ({ latency }) => latency,
  ({ cpuPercent }) => cpuPercent,
  ({ memoryPercent }) => memoryPercent,
  ({ memoryMb }) => memoryMb,
  ({ reachable }) => reachable,
  ({ version }) => version && storableText(version),
  ({ configDigest }) => configDigest,
]
