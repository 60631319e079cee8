import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  appendFileSync,
  chmodSync,
  chownSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { isRunning } from './postmaster-pid.ts'
import { type Postgres, startPostgres } from './start-postgres.ts'

const running: Postgres[] = []
const folders: string[] = []
afterEach(async () => {
  for (const postgres of running.splice(0)) await postgres.stop()
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const log = () => {}

async function start(dataFolder: string): Promise<Postgres> {
  const postgres = await startPostgres({ dataFolder, log })
  running.push(postgres)
  return postgres
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'wavegate-pg-'))
  folders.push(made)
  return made
}

describe('the built-in database', () => {
  it('keeps what was committed, speaks UTF-8, syncs to disk, and is reached with its password only', async () => {
    const dataFolder = folder()
    const first = await start(dataFolder)
    const settings = await ask(
      first.url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'synchronous_commit', 'server_encoding', 'TimeZone') ORDER BY name`,
    )
    expect(settings).toEqual([
      { name: 'TimeZone', setting: 'UTC' },
      { name: 'fsync', setting: 'on' },
      { name: 'server_encoding', setting: 'UTF8' },
      { name: 'synchronous_commit', setting: 'on' },
    ])
    await ask(first.url, `CREATE TABLE kept AS SELECT 'Zürich ✓' AS place`)
    await expect(ask(first.url.replace(/:[^:@]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
      /password authentication failed/,
    )
    expect(statSync(join(dataFolder, 'postgres.secret')).mode & 0o777).toBe(0o600)
    await first.stop()
    expect(isRunning(first.pid)).toBe(false)

    const second = await start(dataFolder)
    expect(second.adopted).toBe(false)
    expect(await ask(second.url, 'SELECT place FROM kept')).toEqual([{ place: 'Zürich ✓' }])
  })

  it('comes back at the same address after it was killed, and so does what was committed', async () => {
    const postgres = await start(folder())
    await ask(postgres.url, 'CREATE TABLE kept AS SELECT 7 AS seven')
    for (let round = 0; round < 2; round++) {
      const { pid } = postgres
      const busy = ask(postgres.url, 'SELECT pg_sleep(600)').catch((error: Error) => error)
      process.kill(pid, 'SIGKILL')
      expect(await busy).toBeInstanceOf(Error)
      const rows = await vi.waitFor(() => ask(postgres.url, 'SELECT seven FROM kept'), {
        timeout: 20_000,
        interval: 50,
      })
      expect(rows).toEqual([{ seven: 7 }])
      expect(postgres.pid).not.toBe(pid)
    }
  })

  it('is taken over when it outlived its server, and stopped like one of our own', async () => {
    const dataFolder = folder()
    const orphan = await startInAnotherProcess(dataFolder)
    orphan.kill('SIGKILL')
    const postgres = await start(dataFolder)
    expect(postgres.adopted).toBe(true)
    const { pid } = postgres
    process.kill(pid, 'SIGKILL')
    await vi.waitFor(() => ask(postgres.url, 'SELECT 1'), { timeout: 20_000, interval: 50 })
    await postgres.stop()
    expect(isRunning(postgres.pid)).toBe(false)
  })

  it('recovers when everything was killed', async () => {
    const dataFolder = folder()
    const first = await startInAnotherProcess(dataFolder)
    await ask(first.url, 'CREATE TABLE kept AS SELECT 7 AS seven')
    first.kill('SIGKILL')
    process.kill(first.postmaster, 'SIGKILL')
    const postgres = await start(dataFolder)
    expect(postgres.adopted).toBe(false)
    expect(await ask(postgres.url, 'SELECT seven FROM kept')).toEqual([{ seven: 7 }])
  })

  it('starts although the pid it once had is somebody else’s now', async () => {
    const dataFolder = folder()
    const first = await start(dataFolder)
    const file = join(dataFolder, 'postgres/postmaster.pid')
    const stale = readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid))
    await first.stop()
    writeFileSync(file, stale)
    expect((await start(dataFolder)).adopted).toBe(false)
  })

  it('says in a sentence that another PostgreSQL made it', async () => {
    const dataFolder = folder()
    await (await start(dataFolder)).stop()
    writeFileSync(join(dataFolder, 'postgres/PG_VERSION'), '15\n')
    await expect(start(dataFolder)).rejects.toThrow(
      /was made by PostgreSQL 15 and this Wavegate brings PostgreSQL 18: start/,
    )
  })

  it('says in a sentence why it did not start', async () => {
    const dataFolder = folder()
    await (await start(dataFolder)).stop()
    appendFileSync(join(dataFolder, 'postgres/postgresql.conf'), 'no_such_setting = 1\n')
    await expect(start(dataFolder)).rejects.toThrow(/did not start \(.*\): see .*postgres\.log for what it said\.$/)
  })
})

const asRoot = describe.runIf(process.getuid?.() === 0)
asRoot('the built-in database, started by root', () => {
  it('also runs for an ordinary user', async () => {
    const dataFolder = folder()
    chownSync(dataFolder, 65_534, 65_534)
    const server = await startInAnotherProcess(dataFolder, { uid: 65_534, gid: 65_534 })
    expect(await ask(server.url, 'SELECT current_user')).toEqual([{ current_user: 'wavegate' }])
    expect(statSync(join(dataFolder, 'postgres')).uid).toBe(65_534)
    await server.end()
    expect(isRunning(server.postmaster)).toBe(false)
  })

  it('runs as another user where the kernel allows no user namespaces', async () => {
    const dataFolder = folder()
    const server = await startInAnotherProcess(dataFolder, { env: { ...process.env, PATH: '/nowhere' } })
    expect(await ask(server.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
    expect(statSync(join(dataFolder, 'postgres')).uid).not.toBe(0)
    await server.end()
    // … and back, with the files of the other user
    expect(await ask((await start(dataFolder)).url, 'SELECT 1 AS one')).toEqual([{ one: 1 }])
  })

  it('says what to do where there are none and that user cannot reach the folder', async () => {
    const home = folder()
    chmodSync(home, 0o700)
    const attempt = startInAnotherProcess(join(home, 'data'), { env: { ...process.env, PATH: '/nowhere' } })
    await expect(attempt).rejects.toThrow(
      /cannot run as root here .*: start Wavegate as an ordinary user, or set DATABASE_URL\./,
    )
  })
})

type Server = { url: string; postmaster: number; kill(signal: NodeJS.Signals): void; end(): Promise<void> }

/** A process that starts the database, tells about it, and stops it when its standard input ends. */
async function startInAnotherProcess(dataFolder: string, options: object = {}): Promise<Server> {
  const program = join(import.meta.dirname, 'test-server.ts')
  const child = spawn(process.execPath, [program, dataFolder], {
    ...options,
    cwd: '/',
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const [line] = await once(child.stdout, 'data')
  const said = JSON.parse(String(line)) as { url: string; pid: number } | { refusal: string }
  if ('refusal' in said) throw new Error(said.refusal)
  return {
    url: said.url,
    postmaster: said.pid,
    kill: (signal) => child.kill(signal),
    async end() {
      child.stdin.end()
      await once(child, 'exit')
    },
  }
}

async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query(sql)).rows
  } finally {
    await client.end().catch(() => {})
  }
}
