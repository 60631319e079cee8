import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { startPostgres } from '../../../server/adapters/postgres/start-postgres.ts'
import type { PrismaClient } from '../../../server/adapters/prisma/generated/client.ts'
import { migrate } from '../../../server/adapters/prisma/migrate.ts'
import { openClient } from '../../../server/adapters/prisma/open-client.ts'
import type { Spawned } from '../../demo/spawned.ts'
import { startServer } from '../../demo/start-server.ts'

/** A PostgreSQL and the servers on it, each a real process that can be hurt. */
export type House = {
  readonly db: PrismaClient
  readonly folder: string
  readonly servers: readonly HouseServer[]
  /** as a machine that loses power would: without a word, and back by itself */
  crashDatabase(): void
  /** everyone answers */
  well(): Promise<boolean>
  close(): Promise<void>
}

export type HouseServer = {
  readonly address: string
  /** how it is named in the database */
  readonly id: string
  /** -9 */
  kill(): Promise<void>
  start(): Promise<void>
  freeze(): void
  thaw(): void
  /** the clock of its machine is wrong by so many milliseconds from now on, also after a start */
  jumpClock(shiftMs: number): void
}

const SHIFTED_CLOCK = pathToFileURL(join(import.meta.dirname, 'shifted-clock.mjs')).href

/** One server for each entry of `clockShiftsMs`: how wrong the clock of its machine is. */
export async function openHouse(clockShiftsMs: readonly number[], onLine?: (line: string) => void): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'wavegate-house-'))
  const database = join(folder, 'database')
  await mkdir(database)
  const postgres = await startPostgres({ dataFolder: database, log: () => {}, settings: { fsync: 'off' } })
  await migrate(postgres.url)
  const db = openClient(postgres.url)
  await mkdir(join(folder, 'artifacts'))
  const { privateKey } = generateKeyPairSync('ed25519')
  await writeFile(join(folder, 'release.key'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
  await writeFile(join(folder, 'config.key'), randomBytes(32).toString('base64url'))
  const servers: HouseServer[] = []
  for (const [n, shift] of clockShiftsMs.entries())
    servers.push(await openServer({ n, shift, folder, url: postgres.url, onLine }))
  return {
    db,
    folder,
    servers,
    crashDatabase: () => void process.kill(postgres.pid, 'SIGQUIT'),
    async well() {
      const answers = await Promise.all(servers.map(({ address }) => fetch(new URL('/readyz', address))))
      return answers.every(({ ok }) => ok) && (await db.user.count()) > 0
    },
    async close() {
      for (const server of servers) await server.kill()
      await db.$disconnect()
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

type Asked = {
  readonly n: number
  readonly shift: number
  readonly folder: string
  readonly url: string
  readonly onLine: ((line: string) => void) | undefined
}

async function openServer({ n, shift, folder, url, onLine }: Asked): Promise<HouseServer> {
  const data = join(folder, `server-${n}`)
  await mkdir(data)
  // The servers of one database share their artifacts and their keys.
  await symlink(join(folder, 'artifacts'), join(data, 'artifacts'))
  let address = ''
  let shiftMs = shift
  let running: Spawned | null = null

  async function start(): Promise<void> {
    running = await startServer(
      {
        // The same address after each start: devices know no other.
        PORT: address === '' ? '0' : new URL(address).port,
        DATABASE_URL: url,
        WAVEGATE_DATA: data,
        WAVEGATE_RELEASE_KEY: join(folder, 'release.key'),
        WAVEGATE_CONFIG_KEY: join(folder, 'config.key'),
        WAVEGATE_DEMO: '1',
        WAVEGATE_PAGES: '0',
        WAVEGATE_REPORT_INTERVAL: '0.5',
        WAVEGATE_LOG: 'warn',
        // A server of the campaign starts often.
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
        NODE_OPTIONS: `--import=${SHIFTED_CLOCK}`,
        CLOCK_SHIFT_MS: String(shiftMs),
      },
      onLine,
    )
    address = running.ready
  }

  await start()
  return {
    address,
    id: await readFile(join(data, 'server.id'), 'utf8'),
    start,
    async kill() {
      await running?.stop('SIGKILL')
      running = null
    },
    freeze: () => void running?.process.kill('SIGSTOP'),
    thaw: () => void running?.process.kill('SIGCONT'),
    jumpClock(to) {
      shiftMs = to
      if (running?.process.connected) running.process.send({ clockShiftMs: to })
    },
  }
}
