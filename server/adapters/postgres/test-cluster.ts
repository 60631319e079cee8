import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { TestProject } from 'vitest/node'
import { migrate } from '../prisma/migrate.ts'
import { startPostgres } from './start-postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** of a database that may make databases, and of the migrated one they are copied from */
    testCluster: { url: string; template: string }
  }
}

/** One PostgreSQL for all database tests of a run, thrown away afterwards: the one place that does without durability. */
export default async function startTestCluster(project: TestProject): Promise<() => Promise<void>> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'wavegate-test-'))
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }
  const postgres = await startPostgres({ dataFolder, log: () => {}, settings })
  const template = 'template_wavegate'
  const client = new pg.Client(postgres.url)
  client.on('error', () => {})
  await client.connect()
  await client.query(`CREATE DATABASE ${template}`)
  await client.end()
  const url = new URL(postgres.url)
  url.pathname = `/${template}`
  await migrate(url.href)
  project.provide('testCluster', { url: postgres.url, template })
  return async () => {
    await postgres.stop()
    rmSync(dataFolder, { recursive: true, force: true })
  }
}
