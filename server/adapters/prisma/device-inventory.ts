import type pg from 'pg'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import type { Inventory } from '../../protocol/inventory.ts'
import { Batcher } from '../batcher.ts'
import { hideReported } from './sealed-config.ts'
import { storableInstant, storableJson } from './storable.ts'

export type InventoryHeard = { readonly deviceId: DeviceId; readonly at: Instant; readonly inventory: Inventory }

const KEEP_SQL = `
insert into "DeviceInventory" ("deviceId", "configDigest", inventory, at)
select * from unnest($1::text[], $2::text[], $3::jsonb[], $4::timestamptz[])
on conflict ("deviceId") do update set "configDigest" = excluded."configDigest", inventory = excluded.inventory, at = excluded.at`

/**
 * Keeps the newest inventory of each device, many in one statement; durable when it resolves. Where a secret is, or may be, only
 * a digest of what the device has is kept.
 */
export function openInventories(pool: pg.Pool): (heard: InventoryHeard) => Promise<void> {
  const batcher = new Batcher<InventoryHeard, null>(async (heard) => {
    // A statement may write a row once: of two inventories of one device in a batch the later counts.
    const rows = [...new Map(heard.map((one) => [one.deviceId, one])).values()]
    const paths = await pool.query<{ path: string }>('select path from "ConfigSecret"')
    const secrets = paths.rows.map(({ path }) => path)
    await pool.query({
      name: 'wavegate-inventory',
      text: KEEP_SQL,
      values: [
        rows.map((row) => row.deviceId),
        rows.map((row) => row.inventory.installed?.configDigest ?? null),
        rows.map((row) => storableJson(withoutSecrets(row.inventory, secrets))),
        rows.map((row) => storableInstant(row.at)),
      ],
    })
    return heard.map(() => null)
  })
  return async (heard) => void (await batcher.add(heard))
}

function withoutSecrets(inventory: Inventory, secrets: readonly string[]): Inventory {
  const { config } = inventory
  if (config.is !== 'document') return inventory
  return { ...inventory, config: { ...config, document: hideReported(config.document, secrets) } }
}
