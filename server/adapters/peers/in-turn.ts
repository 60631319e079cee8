import type pg from 'pg'
import type { Prisma } from '../prisma/generated/client.ts'

/** Jobs of which all servers together do one at a time, each with its own advisory lock. */
const LOCKS = { 'drift-sweep': 1, reconcile: 2, retention: 3, drift: 4 } as const
const OURS = 72_707

/** Seconds without a word after which the turn of a server that was stopped is over. */
const MOST_SILENCE = '60s'

/**
 * Does this unless another server is at it: its turn is left out then. Saves work and double entries; it does not fence, so it is
 * for work that is harmless when a stopped server goes on with it.
 */
export async function inTurn(pool: pg.Pool, job: keyof typeof LOCKS, work: () => Promise<void>): Promise<void> {
  const client = await pool.connect()
  let failed = true
  try {
    await client.query('begin')
    await client.query(`set local idle_in_transaction_session_timeout = '${MOST_SILENCE}'`)
    const lock = 'select pg_try_advisory_xact_lock($1, $2) as mine'
    const { rows } = await client.query<{ mine: boolean }>(lock, [OURS, LOCKS[job]])
    if (rows[0]?.mine) await work()
    await client.query('commit')
    failed = false
  } finally {
    client.release(failed)
  }
}

/** Until the end of this transaction other servers wait with theirs. */
export const waitForTurn = async (tx: Prisma.TransactionClient, job: keyof typeof LOCKS): Promise<void> =>
  void (await tx.$executeRaw`select pg_advisory_xact_lock(${OURS}::int, ${LOCKS[job]}::int)`)
