import { z } from 'zod'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { keyFingerprint } from '../adapters/prisma/key-fingerprint.ts'
import { quantile } from '../domain/gate/sketch.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { HealthLayers } from '../protocol/health.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import { InstalledRelease, Reported } from '../protocol/reported.ts'
import type { DeviceView } from '../protocol/views/device-view.ts'
import type { Person } from '../protocol/views/person.ts'
import { deploysSince, deviceHistory, lastRan } from './device-history.ts'
import { deviceRows } from './device-row.ts'
import { deviceTimeline } from './device-timeline.ts'
import { measureBuckets } from './measure-buckets.ts'
import { whyOfDevice } from './why-of-device.ts'

const METRICS_MS = 15 * 60_000
const BUCKET_MS = 10_000

/** Explains one device: what it runs, whether that is right, and what happened to it; null when it does not exist. */
export async function deviceView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  id: DeviceId,
): Promise<DeviceView | null> {
  const device = await db.device.findUnique({ where: { id }, include: { status: true, desired: true, fleetRow: true } })
  const [row] = await deviceRows(db, [id])
  if (!device || !row) return null
  const { status } = device
  const from = (now - METRICS_MS) as Instant
  const reported = status ? Reported.parse(status.reported) : null
  const may = mayOperate(person)
  const [timeline, logs, buckets, history, deploys, rollbackRanUntil, why] = await Promise.all([
    deviceTimeline(db, id),
    db.deviceLog.findMany({ where: { deviceId: id }, orderBy: { id: 'desc' }, take: 20 }),
    measureBuckets(db, { devices: [id], targets: [], from, to: now, bucketMs: BUCKET_MS }),
    deviceHistory(db, id),
    deploysSince(db, id, from),
    reported?.standby ? lastRan(db, id, reported.standby.sha256) : null,
    whyOfDevice(db, id, now),
  ])
  return {
    serverTime: now,
    row,
    architecture: device.architecture,
    memoryMb: device.memoryMb,
    diskMb: device.diskMb,
    labels: z.record(z.string(), z.string()).parse(device.labels),
    capabilities: z.array(z.string()).parse(device.capabilities),
    enrolledAt: device.enrolledAt.getTime() as Instant,
    agentVersion: status?.agentVersion ?? null,
    keyFingerprint: keyFingerprint(device.publicKey),
    quarantined: device.quarantineReason,
    generation: Number(device.desired?.generation ?? 0),
    desiredReason: device.desired?.reason ?? null,
    reported,
    health: HealthLayers.nullable().parse(status?.health ?? null),
    healthOf:
      status?.health == null ? null : (InstalledRelease.nullable().parse(status.healthOf) ?? reported?.running ?? null),
    reportedAt: status?.reportedAt ? (status.reportedAt.getTime() as Instant) : null,
    statusSince: device.fleetRow?.statusSince ? (device.fleetRow.statusSince.getTime() as Instant) : null,
    rollbackRanUntil,
    refused: may.allowed ? null : may.because,
    timeline,
    metrics: buckets.map(({ at, old }) => ({
      at,
      versions: [...(old?.versions ?? [])],
      errorRate: old && old.requests > 0 ? (100 * old.errors) / old.requests : null,
      p95Ms: old && quantile(old.latency, 0.95),
      cpuPercent: old?.cpu ?? null,
      memoryPercent: old?.memoryMax ?? null,
    })),
    deploys,
    why,
    history,
    logs: logs.map((log) => ({ at: log.at.getTime() as Instant, text: log.text })),
  }
}
