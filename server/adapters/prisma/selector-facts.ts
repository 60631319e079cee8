import { z } from 'zod'
import { calibration } from '../../domain/device/calibration.ts'
import { singlePointOfFailure } from '../../domain/device/single-point-of-failure.ts'
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
    resources: { select: { calibratedUntil: true } },
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
  const up = await upByGroup(
    db,
    devices.flatMap(({ redundancyGroup }) => redundancyGroup ?? []),
  )
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
    singlePointOfFailure:
      singlePointOfFailure({
        marked: device.singlePointOfFailure,
        redundancyGroup: device.redundancyGroup,
        standIns: device.redundancyGroup === null ? null : others(up.get(device.redundancyGroup), device.id),
      }) !== null,
    calibrations: device.resources.map(({ calibratedUntil }) =>
      calibration(calibratedUntil && (calibratedUntil.getTime() as Instant), now),
    ),
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

/** Of each redundancy group, the devices that are up and well now. */
async function upByGroup(
  db: Prisma.TransactionClient,
  groups: readonly string[],
): Promise<ReadonlyMap<string | null, readonly { id: string }[]>> {
  if (groups.length === 0) return new Map()
  const rows = await db.device.findMany({
    where: {
      redundancyGroup: { in: [...new Set(groups)] },
      revokedAt: null,
      status: { online: true, healthStatus: 'healthy' },
    },
    select: { id: true, redundancyGroup: true },
  })
  return Map.groupBy(rows, ({ redundancyGroup }) => redundancyGroup)
}

const others = (members: readonly { id: string }[] | undefined, id: string): number =>
  (members ?? []).filter((member) => member.id !== id).length
