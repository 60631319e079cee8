import pg from 'pg'
import type { World } from './world.ts'

/** Rows as PostgreSQL holds them: what views leave out is where a mistake would hide. */
export type AuditRow = {
  id: string
  action: string
  actorKind: string
  objectKind: string
  deviceId: string | null
  reason: string
  before: unknown
  after: { state?: unknown }
}

/** Everything that was audited for a rollout, in the order it was written. */
export const auditOf = (world: World, rollout: string) =>
  rows<AuditRow>(
    world,
    `select id::text, action, "actorKind", "objectKind", "deviceId", reason, "before", "after"
     from "AuditEntry" where "rolloutId" = $1 order by "AuditEntry".id`,
    rollout,
  )

/** The newest desired state of each device. */
export const desired = (world: World) =>
  rows<{ deviceId: string; generation: number }>(world, `select "deviceId", generation::int from "Desired"`)

/** Devices that were told since something an earlier rollout still owed them, as often as they were. */
export const caughtUpSince = (world: World, after: string, rollout: string) =>
  rows<{ deviceId: string }>(
    world,
    `select "deviceId" from "AuditEntry" where action = 'device.catch-up' and id > $1::bigint and "rolloutId" <> $2`,
    after,
    rollout,
  )

export const newestAudit = async (world: World): Promise<string> =>
  (await rows<{ id: string }>(world, `select coalesce(max(id), 0)::text as id from "AuditEntry"`))[0]?.id ?? '0'

/** A rollout's devices, and the generation it gave them. */
export const placesIn = (world: World, rollout: string) =>
  rows<{ deviceId: string; generation: number | null; exposed: boolean }>(
    world,
    `select "deviceId", generation::int, "exposedAt" is not null as exposed from "RolloutDevice" where "rolloutId" = $1`,
    rollout,
  )

/** Updates the device says it began, to this generation or any other since the rollout was created. */
export const begunBy = (world: World, device: string, generation: number | null, rollout: string) =>
  rows<{ generation: number; detail: string }>(
    world,
    `select generation::int, detail from "DeviceEvent" where "deviceId" = $1 and step = 'accepted' and outcome = 'begun'
     and (generation = $2 or at > (select "createdAt" from "Rollout" where id = $3))`,
    device,
    generation,
    rollout,
  )

export const confirmedBy = (world: World, device: string, generation: number | null) =>
  rows<{ id: string }>(
    world,
    `select id from "DeviceEvent" where "deviceId" = $1 and generation = $2 and step = 'confirmed'`,
    device,
    generation,
  )

async function rows<Row extends pg.QueryResultRow>(
  world: World,
  sql: string,
  ...values: readonly unknown[]
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: world.database().url })
  client.on('error', () => {}) // the query under way is rejected with it
  await client.connect()
  try {
    return (await client.query<Row>(sql, [...values])).rows
  } finally {
    await client.end()
  }
}
