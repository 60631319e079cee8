import { z } from 'zod'
import { artifactIndex } from '../adapters/prisma/artifact-index.ts'
import { FrozenEvidence } from '../adapters/prisma/commit-approval.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { measureByWave } from '../adapters/prisma/rollout-evidence.ts'
import { parseReadings, parseRollout, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { errorRatePercent, mergeMeasurements } from '../domain/gate/measurement.ts'
import { quantile } from '../domain/gate/sketch.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { stateOfByte } from '../protocol/device-state.ts'
import { Measurement } from '../protocol/evidence.ts'
import type { Instant, RolloutId } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { ReportView } from '../protocol/views/report-view.ts'
import type { WaveLane } from '../protocol/views/rollout-view.ts'
import { failedDevices } from './failed-devices.ts'
import { laneCounts, NO_COUNTS } from './lane-counts.ts'
import { comparisonView } from './rollout-comparison.ts'
import { rolloutFailurePattern } from './rollout-failure-pattern.ts'
import { rolloutPlan } from './rollout-plan.ts'
import { rolloutRecovery } from './rollout-recovery.ts'
import { overridesOf } from './rollout-remedies.ts'
import { waveLanes } from './wave-lanes.ts'

const LINES_SHOWN = 20
const DEVICES_SHOWN = 40

const Failure = z.object({ reason: z.string(), detail: z.string() })

/** R-108 … R-112. Every device of the plan and every excluded one is in exactly one row of the fleet summary. */
export async function rolloutReportView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  id: RolloutId,
): Promise<ReportView | null> {
  const record = await db.rollout.findUnique({
    where: { id },
    include: {
      ...WITH_TARGET,
      approvals: {
        include: { decisions: { orderBy: { id: 'asc' } } },
        orderBy: [{ requestedAt: 'asc' }, { id: 'asc' }],
      },
    },
  })
  if (!record) return null
  const rollout = parseRollout(record)
  const devices = await db.rolloutDevice.findMany({
    where: { rolloutId: id },
    include: { device: { select: { name: true } } },
    orderBy: { index: 'asc' },
  })
  const counts = (await laneCounts(db, [id])).get(id) ?? NO_COUNTS
  const lanes = await waveLanes(db, rollout, parseReadings(record.readings), counts)
  const failures = devices.flatMap((row) => {
    const failure = Failure.nullable().parse(row.failure)
    return failure ? [{ name: row.device.name, wave: row.wave, ...failure }] : []
  })
  const of = (...states: string[]) => devices.filter((row) => states.includes(stateOfByte(row.state))).length
  const total = devices.length + rollout.plan.excluded.length
  const fleet = [
    ['Deployed (healthy)', of('healthy')],
    ['Deployed (degraded)', of('degraded', 'silent', 'dark', 'installing', 'verifying')],
    ['Skipped (unreachable)', of('skipped')],
    ['Quarantined (failed)', of('failed', 'quarantined')],
    ['Rolled back', of('rolling-back', 'rolled-back')],
    ['Not reached', of('pending')],
    ['Not targeted', rollout.plan.excluded.length],
  ] as const
  const ended = record.endedAt !== null
  const pattern = await rolloutFailurePattern(db, id)
  const failed = await failedDevices(db, id, LINES_SHOWN)
  const recovery = await rolloutRecovery(db, person, rollout, record.because, pattern)
  return {
    serverTime: now,
    rolloutId: id,
    draft: !ended,
    name: rollout.name,
    artifact: rollout.target,
    outcome: outcomeOf(rollout.state.phase, record.because),
    strategy: record.strategy,
    plan: await rolloutPlan(db, record.planNumber),
    startedAt: (record.startedAt ?? record.createdAt).getTime() as Instant,
    endedAt: record.endedAt ? (record.endedAt.getTime() as Instant) : null,
    fleet: fleet.map(([label, count]) => ({
      label,
      count,
      percent: total === 0 ? 0 : Math.trunc((1000 * count) / total) / 10,
    })),
    fleetTotal: total,
    waves: lanes.map((lane) => ({
      label: lane.label,
      devices: lane.devices,
      deployed: devices.filter((row) => row.wave === lane.wave && row.exposedAt !== null).length,
      failed: failures.filter((failure) => failure.wave === lane.wave).length,
      soakSeconds: lane.soakSeconds,
      verdict: VERDICT[lane.verdict],
    })),
    metrics: await metrics(
      db,
      rollout,
      [record.toSnapshotId, ...(rollout.comparison?.pick ? [] : [record.otherSnapshotId ?? []].flat())],
      devices,
      record.startedAt ?? record.createdAt,
      record.endedAt,
    ),
    comparison: comparisonView(record, rollout),
    drill: drillOf(rollout, record.approvals),
    approvals: record.approvals.flatMap((approval) =>
      approval.decisions.map((one) => ({
        who: one.userName,
        decision: one.decision,
        comment: one.comment,
        at: one.at.getTime() as Instant,
      })),
    ),
    failure: rollout.failure,
    rootCauses: [...rollout.rootCauses],
    recommendations: recovery?.recommendations ?? [],
    people: await whatPeopleDid(db, id),
    overrides: await overridesOf(db, id),
    gates: [...parseReadings(record.readings)].sort((a, b) => a.wave - b.wave),
    failedDevices: failed.map((device, n) => (n < DEVICES_SHOWN ? device : { ...device, lines: [] })),
    issues: [
      ...(pattern ? [`Failure pattern: ${pattern.kind}. ${pattern.because}`] : []),
      ...('trigger' in rollout.state ? [`${rollout.state.trigger.rule}: ${rollout.state.trigger.because}`] : []),
      ...(rollout.plan.canary.exceedsCap ? [`Canary above its cap: ${rollout.plan.canary.exceedsCap}`] : []),
      ...failures.map((failure) => `${failure.name} failed: ${failure.reason}. ${failure.detail}`),
      ...devices
        .filter((row) => stateOfByte(row.state) === 'skipped')
        .map((row) => `${row.device.name} was skipped: ${row.because}`),
      ...rollout.plan.excluded.map((device) => `${device.name} was not targeted: ${device.because}.`),
    ],
  }
}

/** While the canary stands its state has it; from the first request on its evidence keeps it. */
function drillOf({ state }: Rollout, approvals: readonly { evidence: unknown }[]): ReportView['drill'] {
  const now = 'drilled' in state ? state.drilled : undefined
  return now ?? approvals.map(({ evidence }) => FrozenEvidence.parse(evidence).drill).findLast(Boolean) ?? null
}

/** From the audit, which forgets nothing: pauses, longer soaks, overrides, root causes, retries. Approvals have their own place. */
async function whatPeopleDid(db: PrismaClient, id: RolloutId): Promise<ReportView['people']> {
  const rows = await db.auditEntry.findMany({
    where: { rolloutId: id, actorKind: 'person', action: { startsWith: 'rollout.' }, outcome: 'done' },
    orderBy: { id: 'asc' },
  })
  return rows.map((row) => ({
    at: row.at.getTime() as Instant,
    who: row.actorName,
    act: row.action.slice('rollout.'.length).replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`),
    reason: row.reason,
  }))
}

/** How it ended comes first; the newest decision's own sentence may only say what was measured after. */
const outcomeOf = (phase: Rollout['state']['phase'], because: string) =>
  phase === 'rolled-back' ? `Rolled back. ${because}` : phase === 'aborted' ? `Aborted. ${because}` : because

const VERDICT = {
  pass: 'PASS',
  fail: 'FAIL',
  'rolled-back': 'FAIL',
  inconclusive: 'INCONCLUSIVE',
  running: 'RUNNING',
  'not-started': 'NOT REACHED',
} as const satisfies Record<WaveLane['verdict'], string>

async function metrics(
  db: PrismaClient,
  rollout: Rollout,
  toSnapshots: readonly number[],
  devices: readonly { exposedAt: Date | null; baseline: unknown }[],
  startedAt: Date,
  endedAt: Date | null,
): Promise<ReportView['metrics']> {
  const index = await artifactIndex(db, [...toSnapshots])
  const artifacts = toSnapshots.flatMap((one) => index.manifest(one)?.artifacts ?? [])
  const targets = { artifacts: [...new Set(artifacts.map((artifact) => artifact.sha256 as string))], configs: null }
  const waves = await measureByWave(db, rollout.id, startedAt.getTime() as Instant, targets, 'target', endedAt)
  const current = mergeMeasurements([...waves.values()])
  const exposed = devices.filter((device) => device.exposedAt !== null)
  const baseline = mergeMeasurements(exposed.flatMap((device) => Measurement.nullable().parse(device.baseline) ?? []))
  const row = (label: string, unit: string, before: number | null, after: number | null) => ({
    label,
    unit,
    baseline: before,
    current: after,
    delta: before === null || after === null ? null : after - before,
  })
  return [
    row('Error rate', '%', errorRatePercent(baseline), errorRatePercent(current)),
    row('P95 latency', 'ms', quantile(baseline.latency, 0.95), quantile(current.latency, 0.95)),
    row('Avg CPU', '%', baseline.cpuPercent, current.cpuPercent),
    row('Avg memory', 'MB', baseline.memoryMb, current.memoryMb),
  ]
}
