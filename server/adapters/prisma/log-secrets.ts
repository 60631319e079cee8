import type pg from 'pg'
import { changeHidden, isSealed } from '../../domain/config/hidden-values.ts'
import { MASK } from '../../protocol/config-layer.ts'
import type { DeviceId } from '../../protocol/ids.ts'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import { openValue } from './config-key.ts'

const HELD_SQL = `
select d as "deviceId", array_agg(distinct n.id) as snapshots from unnest($1::text[]) as d cross join lateral (
  select "snapshotId" as id from "Desired" where "deviceId" = d
  union select "fromSnapshotId" from "RolloutDevice" where "deviceId" = d
  union select coalesce(r."toSnapshotId", o."toSnapshotId") from "RolloutDevice" r join "Rollout" o on o.id = r."rolloutId" where r."deviceId" = d
) n where n.id is not null group by 1`

/** Secret values of every configuration that these devices were told, so that none of them is kept in a log. */
export async function secretsToldTo(
  pool: pg.Pool,
  devices: readonly DeviceId[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  const held = await pool.query<{ deviceId: string; snapshots: number[] }>(HELD_SQL, [[...new Set(devices)]])
  const ids = [...new Set(held.rows.flatMap((row) => row.snapshots))]
  const configs = await pool.query<{ id: number; config: unknown }>(
    'select id, config from "Snapshot" where id = any($1::int[])',
    [ids],
  )
  const bySnapshot = new Map(configs.rows.map(({ id, config }) => [id, secretsIn(LayeredConfig.parse(config))]))
  return new Map(
    held.rows.map(({ deviceId, snapshots }) => [deviceId, snapshots.flatMap((id) => bySnapshot.get(id) ?? [])]),
  )
}

/** Shorter ones would blank half of a log and hide nothing that could not be guessed. */
const SHORTEST = 4

export function secretsIn({ fleet, groups, sites, devices }: LayeredConfig): readonly string[] {
  const found = new Set<string>()
  for (const document of [fleet, ...[groups, sites, devices].flatMap((layers) => Object.values(layers))])
    changeHidden(
      document,
      (_, value) => isSealed(value),
      (path, value) => {
        if (isSealed(value)) for (const text of textsIn(openValue(path, value))) found.add(text)
        return value
      },
    )
  return [...found]
}

/** The longest first: one secret may hold another. */
export const maskSecrets = (line: string, secrets: readonly string[]): string =>
  secrets.toSorted((a, b) => b.length - a.length).reduce((text, secret) => text.replaceAll(secret, MASK), line)

function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'object' && value !== null) return Object.values(value).flatMap(textsIn)
  const text = String(value)
  return text.length >= SHORTEST ? [text] : []
}
