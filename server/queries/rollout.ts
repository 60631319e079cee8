import { z } from 'zod'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { parseReadings, parseRollout, type RolloutRecord, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { mayAct } from '../domain/rollout/acts.ts'
import { pipeline } from '../domain/rollout/pipeline.ts'
import { refuseDegraded } from '../domain/rollout/recovery-acts.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { stateBlock } from '../domain/rollout/state-block.ts'
import { refuseToGoOn } from '../domain/rollout/unexplained.ts'
import { waveLabel } from '../domain/rollout/waves.ts'
import { whyWave } from '../domain/rollout/why-wave.ts'
import type { GateReading } from '../protocol/evidence.ts'
import { ApprovalId, type Instant, type RolloutId } from '../protocol/ids.ts'
import { PreflightItem } from '../protocol/rollout-state.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RolloutView } from '../protocol/views/rollout-view.ts'
import { laneCounts, NO_COUNTS } from './lane-counts.ts'
import { nextOfRollout } from './next-of-rollout.ts'
import { comparisonView, pickView } from './rollout-comparison.ts'
import { rolloutFailurePattern } from './rollout-failure-pattern.ts'
import { rolloutPlan } from './rollout-plan.ts'
import { queueOf } from './rollout-queue.ts'
import { rolloutRecovery } from './rollout-recovery.ts'
import { rolloutRemedies } from './rollout-remedies.ts'
import { rolloutRevalidated } from './rollout-revalidated.ts'
import { versionOf } from './rollout-row.ts'
import { waveLanes } from './wave-lanes.ts'

/** Everything on the live view but the dots and the charts; null when there is no such rollout. */
export async function rolloutView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  id: RolloutId,
): Promise<RolloutView | null> {
  const record = await db.rollout.findUnique({
    where: { id },
    include: { ...WITH_TARGET, document: { select: { createdBy: true } } },
  })
  if (!record) return null
  const rollout = parseRollout(record)
  const readings = parseReadings(record.readings)
  const counts = (await laneCounts(db, [id])).get(id) ?? NO_COUNTS
  const next = await nextOfRollout(db, rollout, record.because, counts, now)
  const pattern = await rolloutFailurePattern(db, id)
  const remedies = await rolloutRemedies(db, person, now, rollout)
  const lanes = await waveLanes(db, rollout, readings, counts)
  const began = lanes.flatMap((lane) => (lane.startedAt === null ? [] : [lane.wave]))
  const preflight = z.array(PreflightItem).parse(record.preflight)
  return {
    id,
    serverTime: now,
    name: rollout.name,
    strategy: record.strategy,
    policyLabel: rollout.policy.label,
    demoPolicy: rollout.policy.demo,
    from: await previousSnapshots(db, id),
    to: {
      number: record.toSnapshotId,
      release: record.toSnapshot.release.name,
      version: versionOf(record, rollout),
    },
    createdBy: record.createdByName,
    createdAt: record.createdAt.getTime() as Instant,
    endedAt: record.endedAt ? (record.endedAt.getTime() as Instant) : null,
    state: rollout.state,
    paused: rollout.paused,
    because: record.because,
    pipeline: pipeline(rollout, began),
    next,
    waves: lanes.map((lane) => ({
      ...lane,
      why: whyWave(rollout, lane.wave, next.sentence, began.includes(lane.wave)),
    })),
    cohort: rollout.plan.cohort,
    counts: counts.all,
    excluded: rollout.plan.excluded,
    readings: [...readings],
    preflight,
    failurePattern: pattern,
    recovery: await rolloutRecovery(db, person, rollout, record.because, pattern),
    remedies,
    revalidated: await rolloutRevalidated(db, id),
    ...(await queueOf(db, person, rollout, now)),
    comparison: comparisonView(record, rollout),
    pick: pickView(rollout, record.document?.createdBy ?? null, person),
    approval: await openApproval(db, rollout),
    acts: {
      pause: mayAct('pause', rollout, person),
      resume: mayAct('resume', rollout, person),
      extendSoak: mayAct('extendSoak', rollout, person),
      rollBackWave: mayAct('rollBackWave', rollout, person),
      abort: mayAct('abort', rollout, person),
      rollBack: mayAct('rollBack', rollout, person),
    },
    plan: await rolloutPlan(db, record.planNumber),
    stateBlock: blockOf(record, rollout, counts.all, next.sentence, preflight, readings, remedies.overrides),
    canaryExceedsCap: rollout.plan.canary.exceedsCap,
  }
}

function blockOf(
  record: RolloutRecord,
  rollout: Rollout,
  counts: Parameters<typeof stateBlock>[1],
  next: string,
  preflight: readonly PreflightItem[],
  readings: readonly GateReading[],
  overrides: RolloutView['remedies']['overrides'],
): string {
  const unmet = preflight.filter((item) => !item.met).map((item) => `${item.rule} ${item.because}`)
  const halted = rollout.state.phase === 'halted' ? [rollout.state.trigger.because] : []
  const unrecorded = refuseToGoOn(rollout)
  const degraded = refuseDegraded(rollout.state)
  const passedOver = overrides.map(
    ({ wave, asked, confirmed, reason }) =>
      `gate of ${waveLabel(rollout.plan, wave)} passed over by ${asked} and ${confirmed}: ${reason}`,
  )
  const failing = readings.filter((reading) => reading.verdict === 'inconclusive').map((reading) => reading.because)
  return stateBlock(rollout, counts, {
    last: record.because,
    next,
    blockers:
      rollout.state.phase === 'validating'
        ? unmet
        : [...halted, ...failing, ...[unrecorded, degraded].filter((one) => one !== null), ...passedOver],
    rollbackAvailable: rollout.state.phase !== 'preparing',
    strategy: record.strategy,
  })
}

async function previousSnapshots(db: Prisma.TransactionClient, id: RolloutId): Promise<RolloutView['from']> {
  return db.$queryRaw<RolloutView['from']>`
    select s."id" as number, l."name" as release, l."version" from "RolloutDevice" r
    left join "Desired" d on d."deviceId" = r."deviceId"
    join "Snapshot" s on s."id" = coalesce(r."fromSnapshotId", d."snapshotId")
    join "Release" l on l."id" = s."releaseId"
    where r."rolloutId" = ${id} group by 1, 2, 3 order by count(*) desc`
}

async function openApproval(
  db: Prisma.TransactionClient,
  { state, policy }: Rollout,
): Promise<RolloutView['approval']> {
  if (state.phase !== 'awaiting-approval') return null
  const given = await db.approvalDecision.count({ where: { approvalId: state.approval, decision: 'approve' } })
  return { id: ApprovalId.parse(state.approval), expiresAt: state.expiresAt, needed: policy.approvalsNeeded, given }
}
