import type pg from 'pg'
import type { Clock, Watch } from '../../engine/ports.ts'
import { Instant } from '../../protocol/ids.ts'
import { repeat } from '../repeat.ts'

export type Presence = Watch & {
  /** no other server is there now */
  alone(): boolean
  close(): Promise<void>
}

type Needs = {
  readonly pool: pg.Pool
  readonly clock: Clock
  /** names this server among those on the database; stays the same when it starts again */
  readonly id: string
  /** others took this one for gone while it was only stopped: its devices were put offline */
  readonly tookForGone: () => Promise<void>
  /** devices of a server that is gone were put offline */
  readonly putOffline: () => void
  readonly trouble: (cause: unknown) => void
}

const BEAT_MS = 1_000

/** Whoever was not heard for five seconds is gone, unless the one who judges was away itself. */
const BEAT_SQL = `
with before as (
  select "goneAt", "seenAt" > clock_timestamp() - interval '3 s' as awake from "ServerProcess" where id = $1
), me as (
  insert into "ServerProcess" (id, "startedAt", "seenAt") values ($1, clock_timestamp(), clock_timestamp())
  on conflict (id) do update set "seenAt" = clock_timestamp(), "goneAt" = null,
    "startedAt" = case when $2 then clock_timestamp() else "ServerProcess"."startedAt" end
), gone as (
  update "ServerProcess" set "goneAt" = clock_timestamp()
  where id <> $1 and "goneAt" is null and "seenAt" < clock_timestamp() - interval '5 s' and (select awake from before)
  returning id
), left_alone as (
  update "DeviceStatus" set online = false, "onlineSince" = null
  where online and "sessionServer" in (select id from gone) returning 1
)
select (select "goneAt" is not null from before) as "wasGone", (select count(*)::int from left_alone) as offline,
  (select count(*)::int from "ServerProcess" p where p.id <> $1 and p."goneAt" is null) - (select count(*)::int from gone) as peers,
  (select extract(epoch from max(greatest(p."startedAt", p."goneAt")))::float8 * 1000 from "ServerProcess" p where p.id <> $1) as changed,
  (select count(*)::int from gone) as gone`

type Beat = { wasGone: boolean | null; offline: number; peers: number; changed: number | null; gone: number }

/**
 * Says again and again that this server is there, and notices which other is not any more: its devices are offline then, and what
 * they did not say since proves nothing, for they had nobody to say it to.
 */
export async function openPresence(needs: Needs): Promise<Presence> {
  const { pool, clock, id } = needs
  const stopping = new AbortController()
  let peers = 0
  let since = Instant.parse(0)

  async function beat(starts: boolean): Promise<void> {
    const { rows } = await pool.query<Beat>(BEAT_SQL, [id, starts])
    const [now] = rows
    if (!now) return
    peers = now.peers
    const changed = now.gone > 0 ? clock.now() : Math.round(now.changed ?? 0)
    since = Instant.parse(Math.max(since, changed))
    if (starts) return
    if (now.wasGone) await needs.tookForGone()
    if (now.offline > 0) needs.putOffline()
  }

  await beat(true)
  const beating = repeat(clock, BEAT_MS, stopping.signal, () => beat(false), needs.trouble)
  return {
    alone: () => peers === 0,
    observingSince: () => since,
    async close() {
      stopping.abort()
      await beating
      await pool
        .query('update "ServerProcess" set "goneAt" = clock_timestamp() where id = $1', [id])
        .catch(needs.trouble)
    },
  }
}
