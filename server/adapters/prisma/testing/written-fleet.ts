import { DAY_MS, SOON_DAYS } from '../../../domain/device/calibration.ts'
import type { Instant } from '../../../protocol/ids.ts'
import { DRIFT_KINDS } from '../../../protocol/selector/keys.ts'
import type { PrismaClient } from '../generated/client.ts'

/** Few words, so that a condition and a device meet often; some differ by what a pattern must not treat as special. */
export const WORDS = ['a', 'b', 'ab', 'A1', 'a_1', 'a.1', '100%', 'rollout-1', 'none', '1.0.0', '2.0.0'] as const

/** Fleets of rows that differ in everything a selector can ask, the same for the same seed. */
export class WrittenFleet {
  readonly #db: PrismaClient
  readonly #now: Instant
  #state = 1

  constructor(db: PrismaClient, now: Instant) {
    this.#db = db
    this.#now = now
  }

  /** Replaces the fleet; answers with the ids. Some devices have never said anything, some are revoked. */
  async write(seed: number, devices: number): Promise<string[]> {
    const db = this.#db
    this.#state = seed + 1
    await db.$executeRaw`truncate "Rollout", "Desired", "DeviceStatus", "Device", "Site", "Snapshot", "Release" cascade`
    const at = new Date(this.#now)
    await db.site.createMany({
      data: WORDS.slice(0, 3).map((id) => ({ id, name: this.#word(), region: this.#word() })),
    })
    for (const [n, version] of ['1.0.0', '2.0.0'].entries()) {
      const [id, counter] = [`r-${n}`, n + 1]
      const release = { id, name: 'app', version, counter, manifest: '{}', signature: '', keyId: '', createdBy: '' }
      await db.release.create({ data: release })
      await db.snapshot.create({ data: { id: counter, contentHash: id, releaseId: id, config: {}, createdBy: '' } })
    }
    await db.rollout.createMany({
      data: ['rolling', 'completed', 'canary'].map((phase, n) => ({
        id: `rollout-${n}`,
        name: phase,
        phase,
        toSnapshotId: 1,
        communicationPlan: '',
        policy: {},
        plan: {},
        state: {},
        because: '',
        createdBy: '',
        createdByName: '',
        createdAt: at,
      })),
    })
    const ids = Array.from({ length: devices }, (_, n) => `${this.#word()}-${n}`)
    await db.device.createMany({ data: ids.map((id) => this.#device(id)) })
    await db.deviceStatus.createMany({ data: ids.flatMap((id) => this.#some(0.8, () => this.#status(id))) })
    const each = <T>(chance: number, make: (deviceId: string) => T) =>
      ids.flatMap((id) => this.#some(chance, () => make(id)))
    await db.desired.createMany({
      data: each(0.7, (deviceId) => ({
        deviceId,
        generation: 1,
        snapshotId: this.#one([1, 2]),
        reason: '',
        trial: {},
        issuedAt: at,
      })),
    })
    await db.rolloutDevice.createMany({
      data: [0, 1, 2].flatMap((rollout) =>
        each(0.3, (deviceId) => ({ rolloutId: `rollout-${rollout}`, deviceId, wave: 0, state: 0, changedAt: at })).map(
          (row, index) => ({ ...row, index }),
        ),
      ),
    })
    await db.driftItem.createMany({
      data: DRIFT_KINDS.flatMap((kind) =>
        each(0.15, (deviceId) => ({ deviceId, kind, key: 'k', cause: 'unknown', since: at })),
      ),
    })
    await db.knownIssue.createMany({
      data: each(0.4, (deviceId) => ({
        id: deviceId,
        deviceId,
        title: '',
        owner: '',
        createdBy: '',
        createdAt: at,
        expiresAt: new Date(this.#now * this.#one([0, 2])),
        closedAt: this.#one([at, null, null]),
      })),
    })
    await db.discrepancy.createMany({
      data: each(0.4, (deviceId) => ({
        deviceId,
        kind: 'memory',
        expected: 1,
        reported: 2,
        seenAt: at,
        resolvedAt: this.#one([at, null]),
      })),
    })
    await db.resource.createMany({
      data: each(0.5, (deviceId) => ({
        deviceId,
        id: 'lidar',
        kind: 'sensor',
        name: '',
        calibratedUntil: this.#one([
          new Date(this.#now),
          new Date(this.#now + SOON_DAYS * DAY_MS),
          new Date(this.#now + SOON_DAYS * DAY_MS + 1),
          null,
        ]),
      })),
    })
    return ids
  }

  #device(id: string) {
    return {
      id,
      name: this.#word(),
      siteId: this.#one(WORDS.slice(0, 3)),
      hardwareType: this.#word(),
      architecture: this.#word(),
      labels: Object.fromEntries(['env', 'rack'].flatMap((key) => this.#some(0.5, () => [key, this.#word()]))),
      capabilities: this.#some(0.6, () => this.#word()),
      groups: [...this.#some(0.5, () => this.#word()), ...this.#some(0.3, () => this.#word())],
      memoryMb: this.#one([2048, 4096]),
      diskMb: this.#one([50, 4096]),
      publicKey: id,
      monitoringFidelity: this.#one([1, 3]),
      singlePointOfFailure: this.#one([true, false, false]),
      redundancyGroup: this.#one(['a', 'b', 'ab', null, null]),
      quarantinedAt: this.#one([new Date(this.#now), null]),
      revokedAt: this.#one([new Date(this.#now), null, null, null]),
    }
  }

  #status(deviceId: string) {
    return {
      deviceId,
      online: this.#one([true, false]),
      healthStatus: this.#one(['healthy', 'degraded', 'unhealthy', 'unknown']),
      lastSeenAt: new Date(this.#now - this.#one([0, 400, 1000, 1600, 3000, 9000])),
      agentVersion: this.#one([this.#word(), null]),
      runningVersion: this.#one([this.#word(), null]),
      diskPercent: this.#one([1, 3, 50, null]),
      reported: {},
    }
  }

  #word = (): string => this.#one(WORDS)

  #some<T>(chance: number, make: () => T): T[] {
    return this.#next() < chance ? [make()] : []
  }

  #one<T>(all: readonly T[]): T {
    return all[Math.floor(this.#next() * all.length)] as T
  }

  /** mulberry32 */
  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0
    let t = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}
