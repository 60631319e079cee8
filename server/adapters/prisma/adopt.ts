import type { DeviceId, Generation, Instant } from '../../protocol/ids.ts'
import { LayeredConfig } from '../../protocol/layered-config.ts'
import type { InstalledRelease } from '../../protocol/reported.ts'
import { TrialPolicy } from '../../protocol/trial.ts'
import { Batcher } from '../batcher.ts'
import { configDigests } from './config-digests.ts'
import type { Prisma, PrismaClient } from './generated/client.ts'
import type { ReleaseCache } from './release-cache.ts'
import { snapshotOf } from './snapshots.ts'

export type Adoption = {
  readonly deviceId: DeviceId
  readonly generation: Generation
  readonly running: InstalledRelease
  readonly at: Instant
}

/** Used when the device is told the adopted state again, which asks it for nothing. */
const TRIAL = TrialPolicy.parse({
  windowSeconds: 300,
  minReadySeconds: 60,
  intervalSeconds: 10,
  timeoutSeconds: 5,
  maxRestarts: 3,
  restartWindowSeconds: 300,
  maxMemoryPercent: 90,
})

/**
 * A device nobody told anything and that runs a release we know is taken as it is: what it runs becomes its desired state,
 * under the generation it already has, so that nothing is sent. Answers whether it was adopted. Many devices of a returning
 * fleet share one transaction.
 */
export function openAdoption(db: PrismaClient, releases: ReleaseCache): (adoption: Adoption) => Promise<boolean> {
  const batcher = new Batcher<Adoption, boolean>(async (adoptions) => {
    const found = await Promise.all(adoptions.map(({ running }) => releases.ofRunning(running)))
    return db.$transaction(async (tx) => {
      const snapshots = new Map<string, number>()
      for (const release of new Set(found)) if (release) snapshots.set(release.id, await snapshotOf(tx, release.id, {}))
      const configured = await underConfiguration(tx, adoptions, [...snapshots.keys()])
      const adopted = adoptions.flatMap((adoption, index) => {
        const release = found[index]?.id ?? ''
        const snapshotId = configured(adoption, release) ?? snapshots.get(release)
        return snapshotId === undefined ? [] : [{ ...adoption, snapshotId }]
      })
      const written = new Set(await write(tx, adopted))
      return adoptions.map(({ deviceId }) => written.has(deviceId))
    })
  })
  return (adoption) => batcher.add(adoption)
}

/**
 * The newest snapshot of a release that means the very configuration a device says it runs under. A device under one that no
 * snapshot holds is taken with the release alone: what it was told elsewhere is then drift, shown by its keys.
 */
async function underConfiguration(
  tx: Prisma.TransactionClient,
  adoptions: readonly Adoption[],
  releases: readonly string[],
): Promise<(adoption: Adoption, release: string) => number | undefined> {
  const [snapshots, devices] = await Promise.all([
    tx.snapshot.findMany({
      where: { releaseId: { in: [...releases] }, NOT: { config: { equals: {} } } },
      select: { id: true, releaseId: true, config: true },
      orderBy: { id: 'desc' },
    }),
    tx.device.findMany({
      where: { id: { in: adoptions.map((one) => one.deviceId) } },
      select: { id: true, siteId: true, groups: true },
    }),
  ])
  const candidates = snapshots.map((one) => ({ ...one, digest: configDigests(LayeredConfig.parse(one.config)) }))
  const places = new Map(devices.map(({ id, siteId, groups }) => [id, { deviceId: id, siteId, groups }]))
  return ({ deviceId, running: { configDigest } }, release) => {
    const place = places.get(deviceId)
    if (!place || !configDigest) return undefined
    return candidates.find((one) => one.releaseId === release && one.digest(place) === configDigest)?.id
  }
}

async function write(
  tx: Prisma.TransactionClient,
  adopted: readonly (Adoption & { snapshotId: number })[],
): Promise<string[]> {
  const rows = await tx.desired.createManyAndReturn({
    data: adopted.map(({ deviceId, generation, snapshotId, at }) => ({
      deviceId,
      generation: BigInt(generation),
      snapshotId,
      reason: 'adopted',
      trial: TRIAL,
      issuedAt: new Date(at),
    })),
    skipDuplicates: true,
    select: { deviceId: true },
  })
  const written = new Set(rows.map(({ deviceId }) => deviceId))
  await tx.auditEntry.createMany({
    data: adopted
      .filter(({ deviceId }) => written.has(deviceId))
      .map(({ deviceId, running, at }) => ({
        at: new Date(at),
        actorKind: 'system',
        actorId: 'wavegate',
        actorName: 'Wavegate',
        action: 'device.adopt',
        objectKind: 'device',
        objectId: deviceId,
        deviceId,
        outcome: 'done',
        reason: `it runs ${running.name} ${running.version}: taken as what it should run`,
      })),
  })
  return [...written]
}
