import type pg from 'pg'
import { quarantineDuplicate } from '../../commands/quarantine-duplicate.ts'
import { judgeTakeovers, type Takeover, WINDOW_MS } from '../../domain/device/judge-takeovers.ts'
import { type DeviceId, Instant } from '../../protocol/ids.ts'
import { Batcher } from '../batcher.ts'
import type { PrismaClient } from './generated/client.ts'
import { storableText } from './storable.ts'

export type DeviceTakeover = Takeover & { readonly deviceId: DeviceId }
/** durable when it resolves */
export type Takeovers = (takeover: DeviceTakeover) => Promise<void>

const KEEP_SQL = `
insert into "DeviceTakeover" ("deviceId", at, "from", "to", address)
select * from unnest($1::text[], $2::timestamptz[], $3::text[], $4::text[], $5::text[])`

const RECENT_SQL = `
select "deviceId", at, "from", "to", address from "DeviceTakeover" where "deviceId" = any($1::text[]) and at > $2 order by id`

/** Notes who took whose connection, and sounds the alarm when two machines turn out to have one identity. */
export function openTakeovers(pool: pg.Pool, db: PrismaClient, alarmed: (device: DeviceId) => void): Takeovers {
  const batcher = new Batcher<DeviceTakeover, null>(async (takeovers) => {
    const column = (of: (takeover: DeviceTakeover) => string) => takeovers.map(of)
    await pool.query(KEEP_SQL, [
      column(({ deviceId }) => deviceId),
      column(({ at }) => new Date(at).toISOString()),
      column(({ from }) => storableText(from)),
      column(({ to }) => storableText(to)),
      column(({ address }) => address),
    ])
    const now = Instant.parse(Math.max(...takeovers.map(({ at }) => at)))
    for (const [device, recent] of await recentOf([...new Set(takeovers.map(({ deviceId }) => deviceId))], now)) {
      const verdict = judgeTakeovers(recent, now)
      if (verdict.duplicated && (await db.$transaction((tx) => quarantineDuplicate(tx, now, device, verdict))))
        alarmed(device)
    }
    return takeovers.map(() => null)
  })

  async function recentOf(devices: readonly DeviceId[], now: Instant): Promise<Map<DeviceId, Takeover[]>> {
    type Row = Omit<DeviceTakeover, 'at'> & { at: Date }
    const { rows } = await pool.query<Row>(RECENT_SQL, [devices, new Date(now - WINDOW_MS)])
    const byDevice = Map.groupBy(rows, ({ deviceId }) => deviceId)
    return new Map(
      [...byDevice].map(([device, found]) => [
        device,
        found.map((row) => ({ ...row, at: Instant.parse(row.at.getTime()) })),
      ]),
    )
  }

  return async (takeover) => void (await batcher.add(takeover))
}
