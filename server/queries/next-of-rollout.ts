import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { nextStep } from '../domain/rollout/next-step.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import type { NextStep } from '../protocol/views/rollout-view.ts'
import type { LaneCounts } from './lane-counts.ts'

/** The Next sentence with its counts and names filled in. */
export async function nextOfRollout(
  db: Prisma.TransactionClient,
  rollout: Rollout,
  because: string,
  counts: LaneCounts,
): Promise<NextStep> {
  const { state } = rollout
  const lane = 'wave' in state ? (counts.byWave.get(state.wave) ?? {}) : {}
  const approval =
    state.phase === 'awaiting-approval'
      ? await approvalWords(db, state.approval, rollout.createdBy)
      : { given: 0, approvers: [] }
  return nextStep(rollout, {
    because,
    openDevices: (lane.pending ?? 0) + (lane.installing ?? 0) + (lane.verifying ?? 0),
    owed: counts.all['rolling-back'] ?? 0,
    skipped: counts.all.skipped ?? 0,
    approvalsGiven: approval.given,
    approvers: approval.approvers,
  })
}

async function approvalWords(db: Prisma.TransactionClient, approvalId: string, requestedBy: string) {
  const decisions = await db.approvalDecision.findMany({
    where: { approvalId },
    select: { userId: true, decision: true },
  })
  const decided = decisions.map((one) => one.userId)
  const people = await db.user.findMany({
    where: { role: { in: ['approver', 'owner'] }, id: { notIn: [requestedBy, ...decided] } },
    orderBy: { role: 'asc' },
    select: { name: true },
  })
  return {
    given: decisions.filter((one) => one.decision === 'approve').length,
    approvers: people.map((one) => one.name),
  }
}
