import { z } from 'zod'
import { FrozenEvidence } from '../adapters/prisma/commit-approval.ts'
import type { Prisma, PrismaClient } from '../adapters/prisma/generated/client.ts'
import { parseReadings, parseRollout } from '../adapters/prisma/rollout-row.ts'
import { counted } from '../domain/counted.ts'
import { mayDecide } from '../domain/rollout/acts.ts'
import type { Rollout } from '../domain/rollout/rollout.ts'
import { waveLabel } from '../domain/rollout/waves.ts'
import { ApprovalId, type Instant } from '../protocol/ids.ts'
import type { ApprovalView } from '../protocol/views/approval-view.ts'
import type { Person } from '../protocol/views/person.ts'
import { adviceOf } from './approval-advice.ts'
import { type ApprovalRecord, decidable, WITH_ROLLOUT } from './approvals.ts'
import { previousVersions, versionOf } from './rollout-row.ts'

/** What an approver is asked to let through, as it was when it was asked; null when there is no such request. */
export async function approvalView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  id: ApprovalId,
): Promise<ApprovalView | null> {
  const approval = await db.approval.findUnique({ where: { id }, include: WITH_ROLLOUT })
  if (!approval) return null
  const rollout = parseRollout(approval.rollout)
  const evidence = FrozenEvidence.parse(approval.evidence)
  const { release } = approval.rollout.toSnapshot
  const version = versionOf(approval.rollout, rollout)
  const from = ((await previousVersions(db, [rollout.id])).get(rollout.id) ?? []).join(', ')
  const may = mayDecide(person, decidable(approval), now)
  const label = waveLabel(rollout.plan, approval.wave)
  const after = rollout.plan.waves.slice(approval.wave + 1).reduce((sum, wave) => sum + wave.devices, 0)
  const people = await canDecide(db, approval)
  return {
    id: ApprovalId.parse(approval.id),
    serverTime: now,
    rolloutId: rollout.id,
    rolloutName: rollout.name,
    from,
    to: version,
    wave: approval.wave,
    waveLabel: label,
    deviceCount: approval.deviceCount,
    devicesAfter: after,
    requestedBy: approval.rollout.createdByName,
    requestedAt: approval.requestedAt.getTime() as Instant,
    expiresAt: approval.expiresAt.getTime() as Instant,
    outcome: z.enum(['open', 'approved', 'rejected', 'expired', 'void']).parse(approval.outcome),
    decidedAt: approval.decidedAt ? (approval.decidedAt.getTime() as Instant) : null,
    needed: approval.needed,
    decisions: approval.decisions.map((one) => ({
      name: one.userName,
      decision: z.enum(['approve', 'reject']).parse(one.decision),
      comment: one.comment,
      at: one.at.getTime() as Instant,
    })),
    canDecide: people,
    advice: adviceOf(evidence),
    consequence: `If it goes wrong: at most ${counted(approval.deviceCount, 'device')} of ${label} run ${version} until a rail sends them back; ${from || 'the old version'} stays in their other slot, nothing is downloaded.`,
    reading: evidence.reading,
    canary: evidence.canary,
    drill: evidence.drill ?? null,
    changes: [
      { label: release.name, from, to: version },
      { label: 'Policy', from: '', to: rollout.policy.label },
    ],
    acknowledge: [
      ...evidence.unproven,
      ...(rollout.plan.canary.exceedsCap ? [`Canary above its cap: ${rollout.plan.canary.exceedsCap}`] : []),
    ],
    evidenceHash: approval.evidenceHash,
    changedSince: changedSince(rollout, approval),
    approve: may,
    reject: may,
  }
}

async function canDecide(db: Prisma.TransactionClient, approval: ApprovalRecord): Promise<string[]> {
  const people = await db.user.findMany({
    where: {
      role: { in: ['approver', 'owner'] },
      id: { notIn: [approval.requestedBy, approval.plannedBy ?? '', ...approval.decisions.map((one) => one.userId)] },
    },
    orderBy: { name: 'asc' },
    select: { name: true },
  })
  return people.map((one) => one.name)
}

/** The canary is judged on while people think; what it shows now may no longer be what was frozen. */
function changedSince(rollout: Rollout, approval: ApprovalRecord): string | null {
  if (approval.outcome !== 'open') return null
  const live = parseReadings(approval.rollout.readings).find((reading) => reading.wave === approval.wave - 1)
  if (live && live.verdict === 'fail') return live.because
  return rollout.state.phase === 'awaiting-approval' ? null : 'The rollout no longer waits for this approval.'
}
