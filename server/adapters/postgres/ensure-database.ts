import pg from 'pg'
import { CannotStart } from './cannot-start.ts'
import { SUPERUSER } from './cluster.ts'

const DATABASE = 'wavegate'
const EXISTS_ALREADY = '42P04'

/** Gives the address of Wavegate's own database, making it at the first start. */
export async function ensureDatabase(
  { port, password }: { port: number; password: string },
  logFile: string,
): Promise<string> {
  const urlOf = (database: string) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/${database}`
  const client = new pg.Client({ connectionString: urlOf('postgres'), connectionTimeoutMillis: 10_000 })
  client.on('error', () => {}) // the query under way is rejected with it
  try {
    await client.connect()
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [DATABASE])
    if (found.rowCount === 0)
      await client.query(`CREATE DATABASE ${DATABASE}`).catch((error: { code?: string }) => {
        if (error.code !== EXISTS_ALREADY) throw error
      })
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new CannotStart(`The built-in database runs but does not let us in (${why}): see ${logFile}.`, { cause })
  } finally {
    await client.end().catch(() => {})
  }
  return urlOf(DATABASE)
}
