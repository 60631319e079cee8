import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'
import type { Config } from '../config.ts'
import { startLoop } from '../engine/loop.ts'
import { openCollection } from './artifacts/collection.ts'
import { Incoming } from './artifacts/incoming.ts'
import { openStore } from './artifacts/open-store.ts'
import { sizeOrAway } from './artifacts/size-or-away.ts'
import { openAuth } from './auth/auth.ts'
import { seedDemoPeople } from './auth/demo-people.ts'
import { openAvailabilityWatch } from './availability-watch.ts'
import { type FrontDoor, takePort } from './http/front-door.ts'
import { openHouse } from './http/house.ts'
import { openPages } from './http/pages.ts'
import { openKnownGood } from './known-good.ts'
import { openSealer } from './ledger/sealer.ts'
import type { Log } from './log.ts'
import { openMetrics } from './metrics/metrics.ts'
import { openDatabaseClock } from './peers/database-clock.ts'
import { CannotStart } from './postgres/cannot-start.ts'
import { holdDataFolder } from './postgres/hold-data-folder.ts'
import { startPostgres } from './postgres/start-postgres.ts'
import { provideDatabase } from './prisma/client.ts'
import { migrate } from './prisma/migrate.ts'
import { openClient } from './prisma/open-client.ts'
import { openConfigKey } from './prisma/open-config-key.ts'
import { rolloutStore } from './prisma/rollout-store.ts'
import { quieted } from './quieted.ts'
import { secretFile } from './secret-file.ts'
import { openReleaseKey } from './signing/release-key.ts'
import { openLiveSockets } from './socket/live-sockets.ts'

const ROOT = join(import.meta.dirname, '../..')

/** What was opened, closed again in the opposite order. */
type Closing = (() => Promise<void> | void)[]

export type Server = { readonly address: string; close(): Promise<void> }

/** Puts the server together, outside in: folder, port, database, people, sockets, engine, pages. Throws `CannotStart`. */
export async function compose(config: Config, version: string, log: Log): Promise<Server> {
  const closing: Closing = []
  const close = async () => {
    for (const end of closing.reverse()) await end()
    closing.length = 0
  }
  try {
    if (config.pages && !config.development && !existsSync(join(ROOT, '.next/BUILD_ID')))
      throw new CannotStart('The pages are not built: run `npm start`, or `npx next build` first.')
    const folder = holdDataFolder(config.dataFolder)
    closing.push(() => folder.release())
    const secure = config.origins?.every((origin) => origin.startsWith('https:')) ?? false
    const door = await takePort(config.host, config.port, secure, (cause) =>
      log.error({ err: cause }, 'a request failed'),
    )
    await fill(config, version, log, door, closing)
    // Last opened, first closed: nobody comes in while the rooms are being emptied.
    closing.push(() => door.close())
    return { address: config.origins?.[0] ?? originsOf(config.host, door.port)[0] ?? '', close }
  } catch (cause) {
    await close()
    throw cause
  }
}

async function fill(config: Config, version: string, log: Log, door: FrontDoor, closing: Closing): Promise<void> {
  const { dataFolder, demo, development } = config
  const url = config.databaseUrl ?? (await embedded(dataFolder, log, closing))
  for (const name of await migrate(url)) log.info(`applied migration ${name}`)
  const db = openClient(url)
  closing.push(() => db.$disconnect())
  provideDatabase(db)
  const pool = new pg.Pool({ connectionString: url, max: 6, connectionTimeoutMillis: 5_000 })
  pool.on('error', () => {}) // an idle connection the database closed: the next query opens another
  pool.on('connect', (client) => client.on('error', () => {})) // one that is in use: its query is rejected with it
  closing.push(() => pool.end())
  await openConfigKey(db, config.configKey)
  if (demo) await seedDemoPeople(db)

  const origins = config.origins ?? originsOf(config.host, door.port)
  const secret = await secretFile(join(dataFolder, 'session.secret'), () => randomBytes(32).toString('base64url'))
  const auth = openAuth({ db, secret, baseUrl: origins[0] ?? '', origins, log })
  const releaseKey = await openReleaseKey(config.releaseKey)
  const artifacts = await openStore(config.artifacts, log)
  const incoming = await Incoming.open(join(dataFolder, 'artifacts/incoming'), config.uploads.artifactMaxBytes)

  let nudge = () => {}
  const clock = await openDatabaseClock(pool, (cause) =>
    log.debug({ err: cause }, 'the database was not asked the time'),
  )
  closing.push(() => clock.close())
  const serverId = await secretFile(join(dataFolder, 'server.id'), randomUUID)
  const found = { db, pool, auth, clock, log, origins, databaseUrl: url, serverId, nudge: () => nudge() }
  const live = await openLiveSockets({ ...config, ...found })
  closing.push(() => live.close())
  const environment = {
    verifyManifest: releaseKey.verifyManifest,
    artifactSize: sizeOrAway(artifacts),
    newId: randomUUID,
  }
  const store = rolloutStore(db, environment, serverId)
  const { tell, watch } = live
  const stumbled = quieted((err, about, times) => log.error({ err, about, times }, 'the engine stumbled'), clock.now)
  const loop = startLoop({ store, clock, tell, watch }, stumbled)
  closing.push(() => loop.stop())
  nudge = loop.nudge
  const sealer = openSealer({ db, clock, log, dataFolder })
  closing.push(() => sealer.close())
  const collection = openCollection({
    ...config,
    quotaBytes: config.uploads.quotaBytes,
    db,
    artifacts,
    incoming,
    clock,
    tell,
    log,
  })
  closing.push(() => collection.close())
  const metrics = openMetrics(live, collection)
  closing.push(() => metrics.close())
  const knownGood = openKnownGood({ db, clock, demo, tell, log })
  closing.push(() => knownGood.close())
  const availability = openAvailabilityWatch({ db, clock, log })
  closing.push(() => availability.close())

  const parts = {
    db,
    auth,
    artifacts,
    incoming,
    uploads: config.uploads,
    releaseKey,
    clock,
    tell,
    nudge: live.nudge,
    log,
    origins,
    demo,
    development,
    version,
    sessionsChanged: live.sessionsChanged,
  }
  const pages = config.pages ? await openPages(ROOT, parts, { host: config.host, port: door.port }) : null
  if (pages) closing.push(() => pages.close())
  door.open(openHouse(parts, pages, metrics, { agents: live.agents.upgrade, dashboard: live.dashboard.upgrade }))
}

async function embedded(dataFolder: string, log: Log, closing: Closing): Promise<string> {
  const postgres = await startPostgres({ dataFolder, log: (line) => log.info(line) })
  closing.push(() => postgres.stop())
  return postgres.url
}

/** Where a browser on this machine, or one that was given the host, finds the server. */
function originsOf(host: string, port: number): string[] {
  const names = ['127.0.0.1', '0.0.0.0', '::', 'localhost'].includes(host) ? ['127.0.0.1', 'localhost'] : [host]
  return names.map((name) => new URL(`http://${name.includes(':') ? `[${name}]` : name}:${port}`).origin)
}
