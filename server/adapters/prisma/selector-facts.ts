import { z } from 'zod'
import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import type { DeviceFacts } from '../../domain/selector/device-facts.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { Prisma } from './generated/client.ts'

const WITH_FACTS = (now: Instant) =>
  ({
    site: true,
    status: {
      select: {
        online: true,
        healthStatus: true,
        runningVersion: true,
        agentVersion: true,
        diskPercent: true,
        lastSeenAt: true,
      },
    },
    desired: { select: { snapshot: { select: { release: { select: { version: true } } } } } },
    drift: { select: { kind: true } },
    rollouts: { select: { rolloutId: true }, where: { rollout: { phase: { notIn: [...ENDED_PHASES] } } } },
    issues: { select: { id: true }, where: { closedAt: null, expiresAt: { gt: new Date(now) } }, take: 1 },
    discrepancies: { select: { id: true }, where: { resolvedAt: null }, take: 1 },
  }) satisfies Prisma.DeviceInclude

/** What a selector can ask of these devices, for judging each of them by itself. Revoked devices have no facts. */
export async function selectorFacts(
  db: Prisma.TransactionClient,
  ids: readonly string[],
  now: Instant,
): Promise<DeviceFacts[]> {
  const devices = await db.device.findMany({
    where: { id: { in: [...ids] }, revokedAt: null },
    include: WITH_FACTS(now),
  })
  return devices.map(({ site, status, desired, ...device }) => ({
    id: device.id,
    name: device.name,
    site: { id: site.id, name: site.name, region: site.region },
    groups: device.groups,
    hardwareType: device.hardwareType,
    architecture: device.architecture,
    labels: z.record(z.string(), z.string()).parse(device.labels),
    capabilities: z.array(z.string()).parse(device.capabilities),
    memoryMb: device.memoryMb,
    diskMb: device.diskMb,
    monitoringFidelity: device.monitoringFidelity,
    quarantined: device.quarantinedAt !== null,
    singlePointOfFailure: device.singlePointOfFailure,
    openIssue: device.issues.length > 0,
    unresolvedDiscrepancy: device.discrepancies.length > 0,
    status: status && {
      online: status.online,
      health: status.healthStatus,
      release: status.runningVersion,
      agent: status.agentVersion,
      diskPercent: status.diskPercent,
      lastSeenAt: status.lastSeenAt.getTime() as Instant,
    },
    desired: desired?.snapshot.release.version ?? null,
    drift: device.drift.map(({ kind }) => kind),
    rollouts: device.rollouts.map(({ rolloutId }) => rolloutId),
  }))
}
