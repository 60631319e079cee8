import { artifactIndex } from '../adapters/prisma/artifact-index.ts'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { parseReadings, parseRollout, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { mergeMeasurements } from '../domain/gate/measurement.ts'
import { quantile } from '../domain/gate/sketch.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { type EvidenceRow, type GateReading, Measurement } from '../protocol/evidence.ts'
import type { Instant, RolloutId } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RolloutChartsView } from '../protocol/views/rollout-view.ts'
import { type Bucket, measureBuckets } from './measure-buckets.ts'

const MOST_POINTS = 160
const BEFORE_MS = 90_000

type Chart = RolloutChartsView['charts'][number]

/** Baseline against current over time, for one wave or for all: the old version and the new on the same clock. */
export async function rolloutChartsView(
  db: PrismaClient,
  _person: Person,
  now: Instant,
  id: RolloutId,
  wave: number | null,
): Promise<RolloutChartsView | null> {
  const record = await db.rollout.findUnique({ where: { id }, include: WITH_TARGET })
  if (!record) return null
  const rollout = parseRollout(record)
  const devices = await db.rolloutDevice.findMany({
    where: { rolloutId: id, ...(wave === null ? { exposedAt: { not: null } } : { wave }) },
    select: { deviceId: true, exposedAt: true, baseline: true },
  })
  const exposures = devices.flatMap((device) => device.exposedAt?.getTime() ?? [])
  const deployedAt = exposures.length > 0 ? (Math.min(...exposures) as Instant) : null
  const from = ((deployedAt ?? record.createdAt.getTime()) - BEFORE_MS) as Instant
  const to = record.endedAt ? (Math.min(now, record.endedAt.getTime() + 30_000) as Instant) : now
  const bucketMs = Math.max(2000, Math.ceil((to - from) / MOST_POINTS / 1000) * 1000)
  const buckets = await measureBuckets(db, {
    devices: devices.map((device) => device.deviceId),
    rollout: id,
    targets: await targetsOf(db, [record.toSnapshotId, record.otherSnapshotId ?? []].flat()),
    from,
    to,
    bucketMs,
  })
  const baseline = mergeMeasurements(devices.flatMap((device) => Measurement.nullable().parse(device.baseline) ?? []))
  const reading = readingOf(rollout, parseReadings(record.readings), wave)
  return {
    serverTime: now,
    wave,
    deployedAt,
    soak: rollout.state.phase === 'soaking' ? { from: rollout.state.since, to: rollout.state.soakUntil } : null,
    charts: [
      errorChart(buckets, baseline, reading),
      latencyChart(buckets, baseline, reading),
      shareChart(
        'memory',
        'Memory, highest device',
        buckets,
        baseline.memoryPercent,
        rowOf(reading, 'memory'),
        rollout.policy.gate.maxMemoryPercent,
      ),
      shareChart('cpu', 'CPU, mean', buckets, baseline.cpuPercent, rowOf(reading, 'cpu'), null),
    ],
  }
}

async function targetsOf(db: Prisma.TransactionClient, snapshots: readonly number[]): Promise<string[]> {
  const index = await artifactIndex(db, [...snapshots])
  const artifacts = snapshots.flatMap((one) => index.manifest(one)?.artifacts ?? [])
  return [...new Set(artifacts.map((artifact) => artifact.sha256 as string))]
}

/** Without a wave, the newest reading speaks. */
function readingOf({ state }: Rollout, readings: readonly GateReading[], wave: number | null): GateReading | undefined {
  const wanted = wave ?? ('wave' in state ? state.wave : undefined)
  return readings.find((one) => one.wave === wanted) ?? readings.toSorted((a, b) => b.at - a.at)[0]
}

const rowOf = (reading: GateReading | undefined, metric: EvidenceRow['metric']) =>
  reading?.rows.find((row) => row.metric === metric)

function errorChart(buckets: readonly Bucket[], baseline: Measurement, reading: GateReading | undefined): Chart {
  const row = rowOf(reading, 'error-rate')
  return {
    key: 'error-rate',
    title: 'Error rate',
    unit: '%',
    limit: row?.limit ?? null,
    baseline: baseline.requests > 0 ? rateBand(baseline, buckets) : null,
    sentence: row?.because ?? 'No reading yet.',
    points: buckets.map(({ at, old, fresh }) => ({ at, old: rate(old), new: rate(fresh) })),
  }
}

function latencyChart(buckets: readonly Bucket[], baseline: Measurement, reading: GateReading | undefined): Chart {
  const row = rowOf(reading, 'p95-latency')
  const value = quantile(baseline.latency, 0.95)
  const p95 = (side: Bucket['old']) => side && quantile(side.latency, 0.95)
  return {
    key: 'p95-latency',
    title: 'P95 latency',
    unit: 'ms',
    limit: row?.limit ?? null,
    baseline:
      value === null
        ? null
        : {
            value,
            ...spread(
              buckets.map(({ old }) => p95(old)),
              value,
            ),
          },
    sentence: row?.because ?? 'No reading yet.',
    points: buckets.map(({ at, old, fresh }) => ({ at, old: p95(old), new: p95(fresh) })),
  }
}

function shareChart(
  key: 'memory' | 'cpu',
  title: string,
  buckets: readonly Bucket[],
  value: number | null,
  row: EvidenceRow | undefined,
  limit: number | null,
): Chart {
  const of = (side: Bucket['old']) => (side ? (key === 'memory' ? side.memoryMax : side.cpu) : null)
  return {
    key,
    title,
    unit: '%',
    limit,
    baseline:
      value === null
        ? null
        : {
            value,
            ...spread(
              buckets.map(({ old }) => of(old)),
              value,
            ),
          },
    sentence: row?.because ?? 'No reading yet.',
    points: buckets.map(({ at, old, fresh }) => ({ at, old: of(old), new: of(fresh) })),
  }
}

const rate = (side: Bucket['old']) => (side && side.requests > 0 ? (100 * side.errors) / side.requests : null)

function rateBand(baseline: Measurement, buckets: readonly Bucket[]) {
  const value = (100 * baseline.errors) / baseline.requests
  return {
    value,
    ...spread(
      buckets.map(({ old }) => rate(old)),
      value,
    ),
  }
}

/** P10 and P90 of what the old version showed, bucket by bucket. */
function spread(values: readonly (number | null)[], middle: number): { low: number; high: number } {
  const sorted = values.flatMap((value) => value ?? []).toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? middle
  return { low: Math.min(middle, at(0.1)), high: Math.max(middle, at(0.9)) }
}
