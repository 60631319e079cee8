import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { parseConfig } from '../../config.ts'
import { compose, type Server } from '../compose.ts'
import { openLog } from '../log.ts'
import { testDatabase } from '../postgres/test-database.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { openClient } from '../prisma/open-client.ts'

export type TestServer = {
  readonly address: string
  readonly databaseUrl: string
  readonly db: PrismaClient
  readonly server: Server
  /** every line it logged so far */
  readonly logged: () => string
}

/** The real server without pages, on a database and a folder of its own; stopped when the test file is done. */
export async function testServer(env: Readonly<Record<string, string>> = {}): Promise<TestServer> {
  const databaseUrl = await testDatabase()
  const folder = await mkdtemp(join(tmpdir(), 'wavegate-server-'))
  const parsed = parseConfig({
    PORT: '0',
    WAVEGATE_PAGES: '0',
    WAVEGATE_DATA: folder,
    DATABASE_URL: databaseUrl,
    ...env,
  })
  if (!parsed.ok) throw new Error(parsed.sentence)
  const lines: string[] = []
  const log = openLog('debug', (line) => void lines.push(line))
  const server = await compose(parsed.config, '0.0.0-test', log)
  const db = openClient(databaseUrl)
  afterAll(async () => {
    await db.$disconnect()
    await server.close()
    await rm(folder, { recursive: true, force: true })
  })
  return { address: server.address, databaseUrl, db, server, logged: () => lines.join('') }
}
