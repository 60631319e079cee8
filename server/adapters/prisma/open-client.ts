import { PrismaPg } from '@prisma/adapter-pg'
import pg from 'pg'
import { PrismaClient } from './generated/client.ts'

/**
 * Prisma over node-postgres: no engine binary. The pool is small: ingest has its own connections. A transaction that says
 * nothing for longer than Prisma lets one live belongs to a process that was stopped: PostgreSQL gives its locks back.
 */
export function openClient(url: string): PrismaClient {
  const pool = new pg.Pool({
    connectionString: url,
    max: 12,
    connectionTimeoutMillis: 5_000,
    idle_in_transaction_session_timeout: 15_000,
  })
  // A connection that the database ends while somebody has it would end the process; its next query is rejected instead.
  pool.on('connect', (client) => client.on('error', () => {}))
  return new PrismaClient({
    adapter: new PrismaPg(pool, { disposeExternalPool: true }),
    // A burst of enrolments waits for its turn rather than being sent away.
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  })
}
