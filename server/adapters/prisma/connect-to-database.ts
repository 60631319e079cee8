import pg from 'pg'
import { CannotStart } from '../postgres/cannot-start.ts'

const OLDEST = 14

/** One session, or one sentence on why there is none. The caller ends it. */
export async function connectToDatabase(url: string): Promise<pg.Client> {
  const where = placeOf(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 15_000 })
  client.on('error', () => {}) // the query under way is rejected with it; without a listener it would end the process
  try {
    await client.connect()
  } catch (cause) {
    throw new CannotStart(explain(cause, where), { cause })
  }
  const { rows } = await client.query<{ number: number }>("SELECT current_setting('server_version_num')::int AS number")
  const major = Math.floor((rows[0]?.number ?? 0) / 10_000)
  if (major >= OLDEST) return client
  await client.end()
  throw new CannotStart(`The database at ${where} is PostgreSQL ${major}: Wavegate needs ${OLDEST} or newer.`)
}

/** Host and database without the password. */
function placeOf(url: string): string {
  try {
    const { host, pathname } = new URL(url)
    return `${host}${pathname}`
  } catch (cause) {
    throw new CannotStart('DATABASE_URL is not an address like postgresql://user:password@host:5432/database.', {
      cause,
    })
  }
}

function explain(cause: unknown, where: string): string {
  const { code = '', message = String(cause) } = cause instanceof Error ? (cause as Error & { code?: string }) : {}
  if (code === '3D000') return `There is no database at ${where}: create it, or correct DATABASE_URL.`
  if (code.startsWith('28')) return `The database at ${where} refuses the user or password: correct DATABASE_URL.`
  return `The database at ${where} cannot be reached (${code || message}): start it, or correct DATABASE_URL.`
}
