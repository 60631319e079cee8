import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { siteHolds } from '../adapters/prisma/site-holds.ts'
import type { Hold } from '../domain/calendar/hold.ts'
import { nextStep } from '../domain/rollout/next-step.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { stateByte } from '../protocol/device-state.ts'
import type { Instant } from '../protocol/ids.ts'
import type { NextStep } from '../protocol/views/rollout-view.ts'
import type { LaneCounts } from './lane-counts.ts'

/** The Next sentence with its counts and names filled in. */
export async function nextOfRollout(
  db: Prisma.TransactionClient,
  rollout: Rollout,
  because: string,
  counts: LaneCounts,
  now: Instant,
): Promise<NextStep> {
  const { state } = rollout
  const lane = 'wave' in state ? (counts.byWave.get(state.wave) ?? {}) : {}
  const approval =
    state.phase === 'awaiting-approval'
      ? await approvalWords(db, state.approval)
      : { given: 0, approvers: state.phase === 'comparing' ? await whoPicks(db, rollout) : [] }
  return nextStep(rollout, {
    because,
    openDevices: (lane.pending ?? 0) + (lane.installing ?? 0) + (lane.verifying ?? 0),
    owed: counts.all['rolling-back'] ?? 0,
    skipped: counts.all.skipped ?? 0,
    hold: await holdOfWave(db, rollout, now),
    approvalsGiven: approval.given,
    approvers: approval.approvers,
  })
}

/** The one that ends first, of the sites whose devices the wave in play has not told yet. */
async function holdOfWave(db: Prisma.TransactionClient, { id, state }: Rollout, now: Instant): Promise<Hold | null> {
  if (state.phase !== 'deploying') return null
  const rows = await db.$queryRaw<{ siteId: string }[]>`
    select distinct d."siteId" from "RolloutDevice" r join "Device" d on d.id = r."deviceId"
    where r."rolloutId" = ${id} and r."wave" = ${state.wave} and r."state" = ${stateByte('pending')}`
  if (rows.length === 0) return null
  const holds = await siteHolds(
    db,
    rows.map((row) => row.siteId),
    now,
  )
  return [...holds.values()].toSorted((a, b) => a.until - b.until)[0] ?? null
}

/** the same people as for an approval. */
async function whoPicks(db: Prisma.TransactionClient, { id, createdBy }: Rollout): Promise<string[]> {
  const planned = await db.rolloutPlan.findFirst({ where: { rollout: { id } }, select: { createdBy: true } })
  return approversBut(db, [createdBy, planned?.createdBy ?? ''])
}

async function approversBut(db: Prisma.TransactionClient, some: readonly string[]): Promise<string[]> {
  const people = await db.user.findMany({
    where: { role: { in: ['approver', 'owner'] }, id: { notIn: [...some] } },
    orderBy: { role: 'asc' },
    select: { name: true },
  })
  return people.map((one) => one.name)
}

async function approvalWords(db: Prisma.TransactionClient, id: string) {
  const { requestedBy, plannedBy, decisions } = await db.approval.findUniqueOrThrow({
    where: { id },
    include: { decisions: { select: { userId: true, decision: true } } },
  })
  const decided = decisions.map((one) => one.userId)
  return {
    given: decisions.filter((one) => one.decision === 'approve').length,
    approvers: await approversBut(db, [requestedBy, plannedBy ?? '', ...decided]),
  }
}
