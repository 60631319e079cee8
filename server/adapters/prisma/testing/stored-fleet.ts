import { randomUUID } from 'node:crypto'
import type { CommandContext } from '../../../commands/command-context.ts'
import { createRollout } from '../../../commands/create-rollout.ts'
import { DEMO_POLICY } from '../../../domain/rollout/default-policies.ts'
import { type Engine, reconcile } from '../../../engine/reconcile.ts'
import type { Instant, ReleaseId, RolloutId, Sha256 } from '../../../protocol/ids.ts'
import { type ConfigDocument, LayeredConfig } from '../../../protocol/layered-config.ts'
import type { RolloutPolicy } from '../../../protocol/policy.ts'
import { Reported, type UpdateReport } from '../../../protocol/reported.ts'
import { sketchBin } from '../../../protocol/sketch.ts'
import type { Person } from '../../../protocol/views/person.ts'
import { configDigests } from '../config-digests.ts'
import type { PrismaClient } from '../generated/client.ts'
import type { PreflightEnvironment } from '../preflight-environment.ts'
import { rolloutStore } from '../rollout-store.ts'
import { snapshotOf } from '../snapshots.ts'

export const OLIVE: Person = { id: 'olive', name: 'Olive', email: 'olive@x.test', role: 'operator' }
export const ADA: Person = { id: 'ada', name: 'Ada', email: 'ada@x.test', role: 'approver' }

const sha = (digit: string) => digit.repeat(64) as Sha256
export const OLD = sha('a')
export const NEW = sha('b')
export const NEWER = sha('c')

/** Soaks as short as a demo allows: every simulated second is a dozen real statements here. */
export const SHORT = { ...DEMO_POLICY, canarySoakSeconds: 10, waveSoakSeconds: 5 }

const BY_RELEASE: Readonly<Record<string, Sha256>> = { 'r-1.0.0': OLD, 'r-2.0.0': NEW, 'r-3.0.0': NEWER }

const WENT_BACK: UpdateReport = { state: 'rolled-back', reason: 'smoke-test-failed', detail: 'infer answered 3, not 4' }

const silent = {
  desired: () => {},
  sessions: () => {},
  keys: () => {},
  capture: () => {},
  states: () => {},
  changed: () => {},
}

/**
 * A fleet whose devices are rows: they take what the database wants of them and report as ingest would write it.
 * Time is given, so that soaks take none.
 */
export class StoredFleet {
  readonly #db: PrismaClient
  now = 1_800_000_000_000 as Instant
  /** artifacts the store lost */
  readonly lost = new Set<Sha256>()
  readonly environment: PreflightEnvironment = {
    verifyManifest: () => true,
    artifactSize: async (sha256) => (this.lost.has(sha256) ? null : 1000),
  }
  readonly engine: Engine
  /** an artifact that devices go back from by themselves, and which devices do */
  broken: Sha256 | null = null
  breaksOn: (deviceId: string) => boolean = () => true
  /** a device under the configuration of this digest fails a quarter of its requests */
  harmful: Sha256 | null = null

  constructor(db: PrismaClient) {
    this.#db = db
    this.engine = this.newEngine()
  }

  /** As another server process on the same database would have one. */
  newEngine(holder = 'the server'): Engine {
    const clock = { now: () => this.now, sleep: async () => {} }
    const store = rolloutStore(this.#db, { ...this.environment, newId: randomUUID }, holder)
    return { store, clock, tell: silent, watch: { observingSince: () => (this.now - 3_600_000) as Instant } }
  }

  context(person: Person): CommandContext {
    return {
      db: this.#db,
      person,
      now: this.now,
      demo: true,
      tell: silent,
      nudge: () => {},
      newId: randomUUID,
    }
  }

  async build(devices: number): Promise<void> {
    const at = new Date(this.now)
    await this.#db.user.createMany({ data: [OLIVE, ADA].map((one) => ({ ...one })) })
    await this.#db.site.createMany({
      data: [
        { id: 'north', name: 'North', region: 'eu' },
        { id: 'south', name: 'South', region: 'us' },
      ],
    })
    await this.#db.artifact.createMany({
      data: [OLD, NEW, NEWER].map((sha256) => ({ sha256, size: 1000, uploadedBy: 'olive' })),
    })
    for (const [n, sha256] of [OLD, NEW, NEWER].entries()) await this.#release(`${n + 1}.0.0`, n + 1, sha256)
    const snapshot = await this.#db.$transaction((tx) => snapshotOf(tx, 'r-1.0.0' as ReleaseId, {}))
    await this.#db.device.createMany({
      data: Array.from({ length: devices }, (_, n) => ({
        id: id(n),
        name: id(n),
        siteId: n % 2 === 0 ? 'north' : 'south',
        hardwareType: 'rpi5',
        architecture: 'arm64',
        memoryMb: 4096,
        diskMb: 10_000,
        publicKey: `key-${n}`,
      })),
    })
    await this.#db.desired.createMany({
      data: Array.from({ length: devices }, (_, n) => ({
        deviceId: id(n),
        generation: 1,
        snapshotId: snapshot,
        reason: 'adopted',
        trial: {},
        issuedAt: at,
      })),
    })
    for (let n = 0; n < devices; n++) await this.#status(id(n), 1n, OLD)
    await this.measure(60)
  }

  /** Number of a snapshot that tells every device this, under a release. */
  async snapshot(release: string, fleet: ConfigDocument): Promise<number> {
    return this.#db.$transaction((tx) => snapshotOf(tx, release as ReleaseId, { fleet }))
  }

  async startRollout(
    release: string | { snapshotId: number } = 'r-2.0.0',
    policy: Partial<RolloutPolicy> = {},
    other?: ReleaseId,
  ): Promise<RolloutId> {
    const created = await createRollout(this.context(OLIVE), {
      ...(typeof release === 'string' ? { releaseId: release as ReleaseId } : release),
      selector: '',
      canarySwaps: [],
      ...(other ? { other: { releaseId: other } } : {}),
      strategy: other ? 'a-b' : 'canary-rolling',
      policy: { ...SHORT, ...policy },
      communicationPlan: 'The team channel knows.',
      successCriteria: 'Inference is faster; nothing else changes.',
      rollbackTested: 'on the bench',
    })
    if (!created.ok) throw new Error(created.refusal.message)
    return created.value.id
  }

  /** Some seconds pass: devices reach what is wanted of them, measure themselves, and the engines look. */
  async seconds(count: number, rollout: RolloutId, engines: readonly Engine[] = [this.engine]): Promise<void> {
    for (let n = 0; n < count; n++) {
      this.now = (this.now + 1000) as Instant
      await this.obey()
      await this.measure(1)
      await Promise.all(engines.map((engine) => reconcile(engine, rollout)))
    }
  }

  async connection(deviceId: string, online: boolean): Promise<void> {
    await this.#db.deviceStatus.update({ where: { deviceId }, data: { online } })
  }

  async obey(): Promise<void> {
    const wanted = await this.#db.desired.findMany({ include: { snapshot: true } })
    const held = await this.#db.deviceStatus.findMany({
      where: { online: true },
      select: { deviceId: true, generation: true },
    })
    const generation = new Map(held.map((one) => [one.deviceId, one.generation]))
    for (const one of wanted) {
      if (one.generation > (generation.get(one.deviceId) ?? one.generation)) {
        const sha256 = BY_RELEASE[one.snapshot.releaseId] ?? OLD
        if (sha256 === this.broken && this.breaksOn(one.deviceId)) {
          await this.#status(one.deviceId, one.generation, OLD, undefined, WENT_BACK)
          continue
        }
        await this.#status(one.deviceId, one.generation, sha256, this.#digest(one.deviceId, one.snapshot.config))
      }
    }
    await this.#db.deviceStatus.updateMany({
      where: { online: true },
      data: { lastSeenAt: new Date(this.now), reportedAt: new Date(this.now) },
    })
  }

  async measure(samples: number): Promise<void> {
    const running = await this.#db.deviceStatus.findMany({
      where: { online: true },
      select: { deviceId: true, runningSha256: true, reported: true },
    })
    await this.#db.deviceSample.createMany({
      data: running.flatMap(({ deviceId, runningSha256, reported }) =>
        Array.from({ length: samples }, (_, n) => ({
          deviceId,
          at: new Date(this.now - n * 1000),
          sha256: runningSha256,
          requests: 40,
          errors: Reported.parse(reported).running?.configDigest === this.harmful ? 10 : 0,
          latency: { [sketchBin(20)]: 40 },
          cpuPercent: 10,
          memoryPercent: 40,
          memoryMb: 100,
          reachable: true,
        })),
      ),
    })
  }

  #digest(deviceId: string, config: unknown): Sha256 {
    return configDigests(LayeredConfig.parse(config))({ deviceId, siteId: '', groups: [] })
  }

  async #status(
    deviceId: string,
    generation: bigint,
    sha256: Sha256,
    configDigest = this.#digest(deviceId, {}),
    update: UpdateReport = { state: 'confirmed' },
  ): Promise<void> {
    const version = sha256 === OLD ? '1.0.0' : sha256 === NEW ? '2.0.0' : '3.0.0'
    const layer = { status: 'healthy', checks: [] }
    const at = new Date(this.now)
    const row = {
      online: true,
      lastSeenAt: at,
      reportedAt: at,
      generation,
      runningVersion: version,
      runningSha256: sha256,
      reported: {
        generation: Number(generation),
        running: { name: 'app', version, sha256, configDigest },
        slot: 'a',
        standby: null,
        update,
      },
      health: { connectivity: layer, system: layer, application: layer, functional: layer },
      healthStatus: 'healthy',
      endpointReachable: true,
      memoryPercent: 40,
      diskPercent: 20,
    }
    await this.#db.deviceStatus.upsert({ where: { deviceId }, create: { deviceId, ...row }, update: row })
  }

  async #release(version: string, counter: number, sha256: Sha256): Promise<void> {
    const manifest = JSON.stringify({
      format: 1,
      name: 'app',
      version,
      counter,
      createdAt: this.now,
      mechanism: 'dual-slot',
      artifacts: [{ hardwareType: 'rpi5', architecture: 'arm64', sha256, size: 1000, unpackedSize: 2000, files: 2 }],
      resources: { memoryMb: 100, diskMb: 10 },
      application: { start: ['node', 'server.mjs'], healthPath: '/health', stopTimeoutSeconds: 5 },
      smokeTests: [{ name: 'infer', method: 'GET', path: '/', expect: {}, tolerance: 0, timeoutMs: 1000 }],
    })
    await this.#db.release.create({
      data: {
        id: `r-${version}`,
        name: 'app',
        version,
        counter,
        manifest,
        signature: 's',
        keyId: 'k',
        createdBy: 'Olive',
        createdAt: new Date(this.now),
      },
    })
  }
}

const id = (n: number) => `dev-${String(n).padStart(2, '0')}`
