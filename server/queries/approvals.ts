import { z } from 'zod'
import { FrozenEvidence } from '../adapters/prisma/commit-approval.ts'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { parseRollout, WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { mayDecide } from '../domain/rollout/acts.ts'
import { waveLabel } from '../domain/rollout/waves.ts'
import { ApprovalId, type Instant } from '../protocol/ids.ts'
import type { ApprovalsView } from '../protocol/views/approval-view.ts'
import type { Person } from '../protocol/views/person.ts'
import { adviceOf } from './approval-advice.ts'
import { versionOf } from './rollout-row.ts'

export const WITH_ROLLOUT = {
  rollout: { include: WITH_TARGET },
  decisions: { orderBy: { id: 'asc' } },
} as const satisfies Prisma.ApprovalInclude
export type ApprovalRecord = Prisma.ApprovalGetPayload<{ include: typeof WITH_ROLLOUT }>

const Closed = z.enum(['approved', 'rejected', 'expired', 'void'])

/** Expiring first; the newest 50 decided. */
export async function approvalsView(db: PrismaClient, person: Person, now: Instant): Promise<ApprovalsView> {
  const [open, decided] = await Promise.all([
    db.approval.findMany({ where: { outcome: 'open' }, include: WITH_ROLLOUT, orderBy: { expiresAt: 'asc' } }),
    db.approval.findMany({
      where: { outcome: { not: 'open' } },
      include: WITH_ROLLOUT,
      orderBy: { decidedAt: 'desc' },
      take: 50,
    }),
  ])
  const requesters = await requesterNames(db, open)
  return {
    serverTime: now,
    open: open.map((approval) => {
      const may = mayDecide(person, decidable(approval), now)
      const advice = adviceOf(FrozenEvidence.parse(approval.evidence))
      return {
        ...named(approval),
        deviceCount: approval.deviceCount,
        requestedBy: requesters.get(approval.requestedBy) ?? approval.rollout.createdByName,
        requestedAt: approval.requestedAt.getTime() as Instant,
        expiresAt: approval.expiresAt.getTime() as Instant,
        adviceApprove: advice.approve,
        advice: advice.sentence,
        forMe: may.allowed,
        because: may.allowed ? '' : may.because,
      }
    }),
    decided: decided.map((approval) => ({
      ...named(approval),
      outcome: Closed.parse(approval.outcome),
      by: approval.decisions.map((one) => one.userName).join(', '),
      decidedAt: (approval.decidedAt ?? approval.expiresAt).getTime() as Instant,
      tookSeconds: Math.max(
        0,
        ((approval.decidedAt ?? approval.expiresAt).getTime() - approval.requestedAt.getTime()) / 1000,
      ),
    })),
  }
}

export const decidable = (approval: ApprovalRecord) => ({
  requestedBy: approval.requestedBy,
  plannedBy: approval.plannedBy,
  outcome: approval.outcome,
  expiresAt: approval.expiresAt.getTime() as Instant,
  decidedBy: approval.decisions.map((one) => one.userId),
})

function named(approval: ApprovalRecord) {
  const rollout = parseRollout(approval.rollout)
  return {
    id: ApprovalId.parse(approval.id),
    rolloutId: rollout.id,
    rolloutName: rollout.name,
    to: versionOf(approval.rollout, parseRollout(approval.rollout)),
    waveLabel: waveLabel(rollout.plan, approval.wave),
  }
}

async function requesterNames(
  db: Prisma.TransactionClient,
  approvals: readonly ApprovalRecord[],
): Promise<ReadonlyMap<string, string>> {
  const people = await db.user.findMany({
    where: { id: { in: approvals.map((one) => one.requestedBy) } },
    select: { id: true, name: true },
  })
  return new Map(people.map((one) => [one.id, one.name]))
}
