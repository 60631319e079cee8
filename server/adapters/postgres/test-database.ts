import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, inject } from 'vitest'

/**
 * For `*.db.test.ts`: the address of a database of its own, migrated unless `empty`, dropped when the file is done.
 * Call it in `beforeAll`, or at the top of the file: `const url = await testDatabase()`.
 */
export async function testDatabase({ empty = false } = {}): Promise<string> {
  const { url, template } = inject('testCluster')
  const name = `test_${randomBytes(6).toString('hex')}`
  await administer(url, `CREATE DATABASE ${name} TEMPLATE ${empty ? 'template0' : template}`)
  afterAll(() => administer(url, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`))
  const own = new URL(url)
  own.pathname = `/${name}`
  return own.href
}

async function administer(url: string, sql: string): Promise<void> {
  const client = new pg.Client(url)
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
