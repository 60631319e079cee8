import { randomUUID } from 'node:crypto'
import type pg from 'pg'
import type { Clock, Tell, Watch } from '../../engine/ports.ts'
import type { Room } from '../../protocol/browser-up.ts'
import { type DeviceId, Instant } from '../../protocol/ids.ts'
import type { Auth } from '../auth/auth.ts'
import { sessionPerson } from '../auth/session-person.ts'
import { applyRules } from '../drift/apply-rules.ts'
import { openDriftWatch } from '../drift/drift-watch.ts'
import { keepDriftHour } from '../drift/keep-hour.ts'
import { stepRuns } from '../drift/step-runs.ts'
import type { Log } from '../log.ts'
import { openAnnouncer } from '../peers/announcer.ts'
import { inTurn } from '../peers/in-turn.ts'
import { openPresence } from '../peers/presence.ts'
import { openAdoption } from '../prisma/adopt.ts'
import { openInventories } from '../prisma/device-inventory.ts'
import { openDeviceJournal } from '../prisma/device-journal.ts'
import { openDeviceRegistry } from '../prisma/device-registry.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { Ingest } from '../prisma/ingest.ts'
import { laneStates } from '../prisma/lane-states.ts'
import { ReleaseCache } from '../prisma/release-cache.ts'
import { deleteExpired, RETENTION_BATCH } from '../prisma/retention.ts'
import { openScanAnswers } from '../prisma/scan-answers.ts'
import { openTakeovers } from '../prisma/takeovers.ts'
import { openVersionWatch } from '../prisma/version-watch.ts'
import { repeat } from '../repeat.ts'
import { openScanRunner, SCAN_TURN_MS } from '../scan/scan-runner.ts'
import { AgentsGateway } from './agents-gateway.ts'
import { DashboardGateway } from './dashboard-gateway.ts'
import { openDesiredSender } from './desired-sender.ts'
import { openKeyAsker } from './key-asker.ts'
import { openTelling } from './telling.ts'
import type { Rate } from './token-bucket.ts'

export type LiveSockets = {
  readonly agents: AgentsGateway
  readonly dashboard: DashboardGateway
  readonly ingest: Ingest
  readonly tell: Tell
  readonly watch: Watch
  /** somebody signed out, or got another role */
  sessionsChanged(): void
  /** wakes the engines of all servers */
  nudge(): void
  close(): Promise<void>
}

export type LiveNeeds = {
  readonly db: PrismaClient
  /** the ingest's own connections */
  readonly pool: pg.Pool
  readonly databaseUrl: string
  /** names this server among those on the database */
  readonly serverId: string
  readonly auth: Auth
  readonly clock: Clock
  readonly log: Log
  readonly origins: readonly string[]
  readonly agentRate: Rate
  readonly reportIntervalSeconds: number
  readonly sampleHours: number
  /** wakes the engine of this server: a device moved in a way it may wait for */
  readonly nudge: () => void
}

const SWEEP_MS = 3_000
const DRIFT_SWEEP_MS = 10_000
const DRIFT_COUNT_MS = 60_000
const RECONCILE_MS = 1_000
const WATCHING_MS = 1_000
const TICK_MS = 3_000
const RECHECK_MS = 60_000
const RETENTION_MS = 60_000

/** Both gateways, the ingest behind them and what they do again and again. Every device counts as offline until it says hello. */
export async function openLiveSockets(needs: LiveNeeds): Promise<LiveSockets> {
  const { db, pool, auth, clock, log, origins } = needs
  const registry = openDeviceRegistry(pool, db, needs.serverId)
  await registry.allOffline()
  const releases = new ReleaseCache(db)
  const trouble = (what: string) => (cause: unknown) => log.warn({ err: cause }, what)
  const presence = await openPresence({
    pool,
    clock,
    id: needs.serverId,
    tookForGone: () => registry.stillHere(agents.sessions, clock.now()),
    putOffline() {
      changed('fleet')
      needs.nudge()
    },
    trouble: trouble('other servers could not be told that this one is there'),
  })
  const peers = openAnnouncer({
    url: needs.databaseUrl,
    pool,
    id: needs.serverId,
    alone: presence.alone,
    heard: (said) => telling.hear(said),
    log,
  })
  const changed = (room: Room) => tell.changed(room)
  const nudge = () => {
    needs.nudge()
    peers.nudge()
  }

  const dashboard = new DashboardGateway({
    clock,
    log,
    origins,
    person: async (cookie) => (await sessionPerson(auth, new Headers({ cookie })))?.person ?? null,
    states: (rollout) => laneStates(db, rollout),
    watching: () => peers.watching(dashboard.watched),
  })
  const moved = (device: DeviceId) => {
    changed(`device:${device}`)
    changed('fleet')
    nudge()
  }
  const keepInventory = openInventories(pool)
  const drift = openDriftWatch({
    db,
    releases,
    clock,
    changed(devices) {
      for (const device of devices) changed(`device:${device}`)
      changed('drift')
      changed('fleet')
    },
    trouble: trouble('drift could not be looked at: the next report says it again'),
  })
  async function reconcile(): Promise<void> {
    if ((await applyRules(db, clock.now(), randomUUID)) > 0) changed('drift')
    const { asked, moved: done } = await stepRuns(db, clock.now())
    if (asked.length > 0) tell.desired(asked)
    if (done.length === 0) return
    drift.touched(done)
    for (const device of done) changed(`device:${device}`)
    changed('drift')
  }
  const ingest = new Ingest({
    pool,
    clock,
    trouble: trouble('reports could not be written: they are kept and tried again'),
    flushed: (received) => {
      drift.heard(received)
      changed('fleet')
      for (const { status } of received) changed(`device:${status.deviceId}`)
      if (received.some(({ status }) => status.reported.update.state !== 'idle')) nudge()
    },
  })
  const agents = new AgentsGateway({
    clock,
    log,
    registry,
    ingest,
    journal: openDeviceJournal(pool),
    takeovers: openTakeovers(pool, db, moved),
    inventory: async (heard) => {
      await keepInventory(heard)
      drift.touched([heard.deviceId])
    },
    adopt: openAdoption(db, releases),
    scanAnswer: openScanAnswers(pool),
    versions: openVersionWatch(db, releases),
    rate: needs.agentRate,
    reportIntervalSeconds: needs.reportIntervalSeconds,
    arrived: (device) => desired.tell([device]),
    moved,
  })
  const desired = openDesiredSender({ db, releases, agents, clock, log })
  const askForKeys = openKeyAsker({ db, agents, clock })

  const telling = openTelling({ db, agents, dashboard, desired, drift, askForKeys, peers, nudge: needs.nudge, trouble })
  const { tell } = telling
  const scans = openScanRunner({ db, agents, clock, changed })

  const stopping = new AbortController()
  const again = (ms: number, work: () => Promise<void>, what: string) =>
    repeat(clock, ms, stopping.signal, work, trouble(what))
  const repeating = [
    again(SWEEP_MS, () => desired.sweep(), 'desired states could not be swept'),
    again(SWEEP_MS, () => askForKeys(null), 'devices could not be asked to change their keys'),
    again(SWEEP_MS, () => agents.cutEnded(null), 'connections that ended could not be found'),
    again(SWEEP_MS, () => agents.settleDepartures(), 'devices that left could not be put offline'),
    again(SCAN_TURN_MS, () => scans.turn(), 'a scan did not get on'),
    again(DRIFT_SWEEP_MS, () => inTurn(pool, 'drift-sweep', drift.sweep), 'drift could not be swept'),
    again(DRIFT_COUNT_MS, () => keepDriftHour(db, clock.now()), 'how many devices differ could not be written down'),
    again(RECONCILE_MS, () => inTurn(pool, 'reconcile', reconcile), 'reconciles could not be looked at'),
    again(WATCHING_MS, async () => peers.watching(dashboard.watched), 'other servers could not be told who watches'),
    again(TICK_MS, async () => dashboard.tick(), 'browsers could not be told the time'),
    again(RECHECK_MS, () => dashboard.recheckSessions(), 'sessions could not be checked again'),
    again(
      RETENTION_MS,
      () => inTurn(pool, 'retention', () => forget(pool, clock, needs.sampleHours)),
      'old measurements could not be deleted',
    ),
  ]

  return {
    agents,
    dashboard,
    ingest,
    watch: { observingSince: () => Instant.parse(Math.max(ingest.observingSince(), presence.observingSince())) },
    tell,
    sessionsChanged: telling.sessionsChanged,
    nudge,
    async close() {
      stopping.abort()
      await Promise.all(repeating)
      await ingest.close() // what was heard is written and acknowledged before the connections go
      await agents.close()
      await dashboard.close()
      await desired.idle()
      await drift.idle()
      await registry.allOffline().catch(trouble('devices could not be put offline: the next start does it'))
      await peers.close()
      await presence.close()
    },
  }
}

async function forget(pool: pg.Pool, clock: Clock, sampleHours: number): Promise<void> {
  while ((await deleteExpired(pool, clock.now(), sampleHours)) >= RETENTION_BATCH) await clock.sleep(200)
}
