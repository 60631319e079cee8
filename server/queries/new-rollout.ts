import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { DEMO_POLICY, STANDARD_POLICY } from '../domain/rollout/default-policies.ts'
import { policyFields } from '../domain/rollout/policy-limits.ts'
import { strategyWords } from '../domain/rollout/strategies.ts'
import { type Instant, ReleaseId } from '../protocol/ids.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { NewRolloutView } from '../protocol/views/new-rollout-view.ts'
import type { Person } from '../protocol/views/person.ts'

/** What the page offers to choose from. The demo policy is offered only by a demo server. */
export async function newRolloutView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  demo: boolean,
): Promise<NewRolloutView> {
  const [releases, sites, types, running, outcomes, snapshots] = await Promise.all([
    db.release.findMany({ orderBy: { createdAt: 'desc' }, take: 100 }),
    db.site.findMany({ include: { _count: { select: { devices: true } } }, orderBy: { name: 'asc' } }),
    db.device.groupBy({ by: ['hardwareType'], _count: { _all: true }, orderBy: { hardwareType: 'asc' } }),
    db.deviceStatus.groupBy({ by: ['runningVersion'], _count: { _all: true } }),
    db.rollout.findMany({ select: { phase: true, toSnapshot: { select: { releaseId: true } } } }),
    db.snapshot.findMany({
      where: { release: { blockedAt: null } },
      select: { id: true, releaseId: true, note: true },
      orderBy: { id: 'desc' },
      take: 200,
    }),
  ])
  const policies = demo ? [DEMO_POLICY, STANDARD_POLICY] : [STANDARD_POLICY]
  const names = new Map(releases.map((release) => [release.id, `${release.name} ${release.version}`]))
  const onVersion = new Map(running.map((one) => [one.runningVersion, one._count._all]))
  const ended = (releaseId: string, ...phases: string[]) =>
    outcomes.filter((one) => one.toSnapshot.releaseId === releaseId && phases.includes(one.phase)).length
  return {
    serverTime: now,
    create: mayOperate(person),
    releases: releases.map((release) => {
      const manifest = ReleaseManifest.parse(JSON.parse(release.manifest))
      return {
        id: ReleaseId.parse(release.id),
        name: release.name,
        version: release.version,
        notes: release.notes,
        createdAt: release.createdAt.getTime() as Instant,
        createdBy: release.createdBy,
        size: Math.max(...manifest.artifacts.map((artifact) => artifact.size)),
        platforms: manifest.artifacts.map((artifact) => `${artifact.hardwareType}/${artifact.architecture}`),
        rolloutsCompleted: ended(release.id, 'completed'),
        rolloutsTurnedBack: ended(release.id, 'rolled-back', 'aborted'),
        devicesRunning: names.has(release.id) ? (onVersion.get(release.version) ?? 0) : 0,
        blocked: release.blockedAt !== null,
      }
    }),
    snapshots: snapshots.map(({ id, releaseId, note }) => ({
      number: id,
      releaseId: ReleaseId.parse(releaseId),
      note,
    })),
    regions: [...Map.groupBy(sites, (site) => site.region)]
      .map(([name, all]) => ({ name, devices: all.reduce((sum, site) => sum + site._count.devices, 0) }))
      .toSorted((a, b) => a.name.localeCompare(b.name)),
    sites: sites.map((site) => ({ id: site.id, name: site.name, region: site.region, devices: site._count.devices })),
    hardwareTypes: types.map((type) => ({ name: type.hardwareType, devices: type._count._all })),
    policies,
    policyFields: Object.fromEntries(policies.map((policy) => [policy.label, [...policyFields(policy)]])),
    strategies: strategyWords().map(({ missing, ...words }) => ({
      ...words,
      available: missing === null,
      because: missing ?? '',
    })),
  }
}
