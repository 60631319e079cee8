import { PrismaPg } from '@prisma/adapter-pg'
import { ColumnTypeEnum, type SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import pg from 'pg'

const CHAR = 18 // PostgreSQL's internal one-letter type, which fills its catalogues
const TEXT = 25

/**
 * Prisma's PostgreSQL adapter, made able to read the system catalogues: it knows no `"char"`, and the engine that asks
 * insists on it. Such columns pass the adapter as text and get their own name back behind it.
 */
export function introspectionAdapter(url: string): SqlMigrationAwareDriverAdapterFactory {
  // One connection: the columns noted below belong to the query that is answered next.
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  let charColumns: number[] = []
  pool.on('connect', (client) => {
    const query = client.query.bind(client) as (config: unknown, values: unknown, done: Done) => void
    const noting = (config: unknown, values: unknown, done: Done) =>
      query(config, values, (error, result) => {
        charColumns = result ? passAsText(result.fields) : []
        done(error, result)
      })
    client.query = noting as typeof client.query // its overloads cannot be written down; the pool calls this one only
  })
  const inner = new PrismaPg(pool, { disposeExternalPool: true })
  const connect = async () => {
    const adapter = await inner.connect()
    const queryRaw = adapter.queryRaw.bind(adapter)
    adapter.queryRaw = async (query) => {
      const result = await queryRaw(query)
      const columnTypes = result.columnTypes.map((type, index) =>
        charColumns.includes(index) ? ColumnTypeEnum.Character : type,
      )
      return { ...result, columnTypes }
    }
    return adapter
  }
  return { provider: inner.provider, adapterName: inner.adapterName, connect, connectToShadowDb: connect }
}

type Done = (error: Error | null, result?: pg.QueryResult) => void

function passAsText(fields: pg.FieldDef[]): number[] {
  return fields.flatMap((field, index) => {
    if (field.dataTypeID !== CHAR) return []
    field.dataTypeID = TEXT
    return [index]
  })
}
