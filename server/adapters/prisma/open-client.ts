import { PrismaPg } from '@prisma/adapter-pg'
import { PrismaClient } from './generated/client.ts'

/** Prisma over node-postgres: no engine binary. The pool is small: ingest has its own connections. */
export function openClient(url: string): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: url, max: 12, connectionTimeoutMillis: 5_000 }),
    // A burst of enrolments waits for its turn rather than being sent away.
    transactionOptions: { maxWait: 10_000, timeout: 15_000 },
  })
}
