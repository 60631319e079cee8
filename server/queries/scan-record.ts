import { z } from 'zod'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { answeredSince } from '../adapters/prisma/scan-registry.ts'
import { DeviceId, type Instant, RolloutId } from '../protocol/ids.ts'
import { selectorOf } from '../protocol/selector/selector.ts'
import {
  FindingKind,
  ScanCounts,
  type ScanFinding,
  ScanStep,
  type ScanSummary,
  type ScanView,
} from '../protocol/views/scan-view.ts'
import { revalidated } from './rollout-revalidated.ts'

/** As many of each kind as a screen shows; the counts say how many there are. */
const MOST_OF_A_KIND = 200

type Scan = Prisma.ScanGetPayload<object>

export async function scanSummary(db: PrismaClient, scan: Scan, now: Instant): Promise<ScanSummary> {
  const started = {
    id: scan.id,
    selector: scan.selector,
    cause: z.enum(['person', 'schedule']).parse(scan.cause),
    startedBy: scan.startedBy,
    startedAt: instant(scan.startedAt),
  }
  const state = z.enum(['running', 'cancelled', 'done']).parse(scan.state)
  if (state === 'running') {
    const { answered } = await answeredSince(db, selectorOf(scan.selector), scan.startedAt, now)
    const { registered, asked } = scan
    return { ...started, state, waitUntil: instant(scan.waitUntil), registered, asked, answered }
  }
  const endedAt = instant(scan.endedAt ?? scan.waitUntil)
  return state === 'done'
    ? { ...started, state, endedAt, counts: ScanCounts.parse(scan.counts) }
    : { ...started, state, endedAt }
}

/** Everything a scan found and did, the findings of each kind up to what a screen shows. */
export async function scanRecord(db: PrismaClient, scan: Scan, now: Instant): Promise<Omit<ScanView, 'serverTime'>> {
  const [summary, findings, revalidations] = await Promise.all([
    scanSummary(db, scan, now),
    Promise.all(FindingKind.options.map((kind) => findingsOf(db, scan.id, kind))),
    db.revalidation.findMany({
      where: { scanId: scan.id },
      include: { rollout: { select: { name: true } } },
      orderBy: { id: 'asc' },
    }),
  ])
  return {
    scan: summary,
    steps: z.array(ScanStep).parse(scan.steps),
    findings: findings.flat(),
    revalidations: revalidations.map((row) => ({
      ...revalidated(row),
      rolloutId: RolloutId.parse(row.rolloutId),
      rolloutName: row.rollout.name,
    })),
  }
}

async function findingsOf(db: PrismaClient, scanId: string, kind: FindingKind): Promise<ScanFinding[]> {
  const rows = await db.scanFinding.findMany({ where: { scanId, kind }, orderBy: { id: 'asc' }, take: MOST_OF_A_KIND })
  return rows.map(({ deviceId, name, detail, lastSeenAt }) => ({
    kind,
    deviceId: DeviceId.nullable().parse(deviceId),
    name,
    detail,
    lastSeenAt: lastSeenAt ? instant(lastSeenAt) : null,
  }))
}

const instant = (date: Date): Instant => date.getTime() as Instant
