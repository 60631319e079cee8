import { disagreementOf } from '../adapters/prisma/discrepancies.ts'
import type { Discrepancy, KnownIssue, PrismaClient, Resource } from '../adapters/prisma/generated/client.ts'
import { calibration } from '../domain/device/calibration.ts'
import { disagreementSentence } from '../domain/device/disagreement.ts'
import { singlePointOfFailure } from '../domain/device/single-point-of-failure.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { DeviceId, type Instant } from '../protocol/ids.ts'
import { ResourceKind, StoredLabels } from '../protocol/registry.ts'
import { Reported } from '../protocol/reported.ts'
import type { Person } from '../protocol/views/person.ts'
import type { DeviceRegistryView, DiscrepancyView } from '../protocol/views/registry-view.ts'

/** Ended issues and discrepancies that are still shown. */
const MOST_ENDED = 5

/** What people and the device itself say of it, and where they disagree; null when it does not exist. */
export async function deviceRegistryView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  id: DeviceId,
): Promise<DeviceRegistryView | null> {
  const device = await db.device.findUnique({
    where: { id },
    include: { site: true, status: true, resources: { orderBy: { id: 'asc' } } },
  })
  if (!device) return null
  const [issues, discrepancies, members] = await Promise.all([
    db.knownIssue.findMany({ where: { deviceId: id }, orderBy: { createdAt: 'desc' } }),
    db.discrepancy.findMany({ where: { deviceId: id }, orderBy: { id: 'desc' }, take: 50 }),
    device.redundancyGroup === null ? [] : standIns(db, device.redundancyGroup),
  ])
  return {
    serverTime: now,
    id,
    name: device.name,
    site: { id: device.siteId, name: device.site.name, region: device.site.region, timeZone: device.site.timeZone },
    labels: StoredLabels.parse(device.labels),
    groups: device.groups,
    redundancy: device.redundancyGroup === null ? null : { group: device.redundancyGroup, members },
    markedSinglePoint: device.singlePointOfFailure,
    singlePoint: singlePointOfFailure({
      marked: device.singlePointOfFailure,
      redundancyGroup: device.redundancyGroup,
      standIns:
        device.redundancyGroup === null
          ? null
          : members.filter((member) => member.id !== id && member.online && member.healthy).length,
    }),
    monitoringFidelity: device.monitoringFidelity,
    slots: slotsOf(device.status && Reported.parse(device.status.reported)),
    resources: device.resources.map((resource) => resourceView(resource, now)),
    issues: openFirst(
      issues.map((issue) => issueView(issue, now)),
      ({ state }) => state === 'open',
    ),
    discrepancies: openFirst(discrepancies.map(discrepancyView), ({ resolved }) => resolved === null),
    quarantined: device.quarantineReason,
    may: mayOperate(person),
  }
}

async function standIns(db: PrismaClient, redundancyGroup: string) {
  const rows = await db.device.findMany({
    where: { redundancyGroup, revokedAt: null },
    select: { id: true, name: true, status: { select: { online: true, healthStatus: true } } },
    orderBy: { id: 'asc' },
    take: 100,
  })
  return rows.map(({ id, name, status }) => ({
    id: DeviceId.parse(id),
    name,
    online: status?.online ?? false,
    healthy: status?.healthStatus === 'healthy',
  }))
}

function slotsOf(reported: Reported | null): DeviceRegistryView['slots'] {
  if (!reported?.slot) return []
  const { slot, running, standby } = reported
  const other = slot === 'a' ? 'b' : 'a'
  return [
    { slot, release: running, running: true },
    { slot: other, release: standby, running: false },
  ].toSorted((a, b) => a.slot.localeCompare(b.slot))
}

function resourceView(resource: Resource, now: Instant): DeviceRegistryView['resources'][number] {
  const calibratedUntil = (resource.calibratedUntil?.getTime() ?? null) as Instant | null
  return {
    id: resource.id,
    kind: ResourceKind.parse(resource.kind),
    name: resource.name,
    metadata: StoredLabels.parse(resource.metadata),
    calibration: calibration(calibratedUntil, now),
    calibratedUntil,
  }
}

function issueView(issue: KnownIssue, now: Instant): DeviceRegistryView['issues'][number] {
  const expiresAt = issue.expiresAt.getTime() as Instant
  return {
    id: issue.id,
    title: issue.title,
    owner: issue.owner,
    createdBy: issue.createdBy,
    createdAt: issue.createdAt.getTime() as Instant,
    expiresAt,
    state: issue.closedAt ? 'closed' : expiresAt <= now ? 'expired' : 'open',
  }
}

const HOW: Readonly<Record<string, string>> = {
  accept: 'the device’s word was accepted',
  'device-broken': 'the device was set aside as broken',
  'agrees-again': 'the device agrees again',
  policy: 'the policy accepts it',
}

function discrepancyView(row: Discrepancy): DiscrepancyView {
  const disagreement = disagreementOf(row)
  return {
    id: String(row.id),
    kind: disagreement.kind,
    sentence: disagreementSentence(disagreement),
    seenAt: row.seenAt.getTime() as Instant,
    resolved: row.resolvedAt && {
      at: row.resolvedAt.getTime() as Instant,
      by: row.resolvedBy ?? 'nobody',
      how: HOW[row.resolution ?? ''] ?? row.resolution ?? '',
    },
  }
}

function openFirst<T>(rows: readonly T[], isOpen: (row: T) => boolean): T[] {
  return [...rows.filter(isOpen), ...rows.filter((row) => !isOpen(row)).slice(0, MOST_ENDED)]
}
