import type pg from 'pg'
import type { Clock } from '../../engine/ports.ts'
import { Instant } from '../../protocol/ids.ts'
import { repeat } from '../repeat.ts'
import { systemClock } from '../system-clock.ts'

const ASK_MS = 5_000

/**
 * The time of the database, so that all its servers have the same, whatever their own clocks say. In between it is carried on by
 * the machine's monotonic clock. An answer corrects it only as far as it proves it wrong: a slow one proves little.
 */
export async function openDatabaseClock(
  pool: pg.Pool,
  trouble: (cause: unknown) => void,
): Promise<Clock & { close(): Promise<void> }> {
  const stopping = new AbortController()
  let ahead = await ask(pool)
  let offset = (ahead.least + ahead.most) / 2
  const again = async () => {
    ahead = await ask(pool)
    offset = Math.min(Math.max(offset, ahead.least), ahead.most)
  }
  const asking = repeat(systemClock, ASK_MS, stopping.signal, again, trouble)
  return {
    now: () => Instant.parse(Math.round(performance.now() + offset)),
    sleep: systemClock.sleep,
    async close() {
      stopping.abort()
      await asking
    },
  }
}

/** Milliseconds by which the database's clock is ahead of the monotonic one, at least and at most. */
async function ask(pool: pg.Pool): Promise<{ least: number; most: number }> {
  const sent = performance.now()
  const { rows } = await pool.query<{ at: number }>('select extract(epoch from clock_timestamp())::float8 * 1000 as at')
  const at = rows[0]?.at ?? 0
  return { least: at - performance.now(), most: at - sent }
}
