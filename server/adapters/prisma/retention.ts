import type pg from 'pg'
import type { Instant } from '../../protocol/ids.ts'

const BATCH = 5_000
const LOG_DAYS = 30

/**
 * Deletes measurements older than `sampleHours` and application logs older than 30 days, and who took whose
 * connection a day ago, a bounded batch at a time, so that
 * no statement holds up the ingest. Answers how many rows went; fewer than a batch means all is done.
 */
export async function deleteExpired(pool: pg.Pool, now: Instant, sampleHours: number): Promise<number> {
  const samples = await deleteBatch(pool, 'DeviceSample', now - sampleHours * 3_600_000)
  const logs = await deleteBatch(pool, 'DeviceLog', now - LOG_DAYS * 86_400_000)
  const takeovers = await deleteBatch(pool, 'DeviceTakeover', now - 86_400_000)
  return Math.max(samples, logs, takeovers)
}

async function deleteBatch(
  pool: pg.Pool,
  table: 'DeviceSample' | 'DeviceLog' | 'DeviceTakeover',
  before: number,
): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from "${table}" where id in (select id from "${table}" where at < $1 order by at limit ${BATCH})`,
    [new Date(before).toISOString()],
  )
  return rowCount ?? 0
}

export const RETENTION_BATCH = BATCH
