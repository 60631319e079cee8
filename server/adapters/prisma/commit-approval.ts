import { z } from 'zod'
import { unproven } from '../../domain/canary/unproven.ts'
import type { Effect } from '../../domain/rollout/rollout.ts'
import type { LoadedRollout } from '../../engine/ports.ts'
import { GateReading } from '../../protocol/evidence.ts'
import type { Instant } from '../../protocol/ids.ts'
import { Drilled } from '../../protocol/rollout-state.ts'
import { contentHash } from './content-hash.ts'
import type { Prisma } from './generated/client.ts'
import { toDate } from './rollout-row.ts'

type Request = Extract<Effect, { kind: 'request-approval' }>
type Close = Extract<Effect, { kind: 'close-approval' }>

/** What an approver is shown and what the approval is bound to. */
export const FrozenEvidence = z.object({
  planHash: z.string(),
  target: z.string(),
  reading: GateReading,
  canary: z.object({ devices: z.int(), healthy: z.int(), failed: z.int(), skipped: z.int(), soakSeconds: z.number() }),
  /** B-04: the canary going back was tried on; absent: the policy asks for no drill */
  drill: Drilled.optional(),
  /** strata and groups of which no canary runs the new version, each a sentence */
  unproven: z.array(z.string()).default([]),
})
export type FrozenEvidence = z.infer<typeof FrozenEvidence>

export async function requestApproval(
  tx: Prisma.TransactionClient,
  seen: LoadedRollout,
  request: Request,
  now: Instant,
): Promise<void> {
  const { rollout, facts } = seen
  const drilled = 'drilled' in rollout.state ? rollout.state.drilled : undefined
  const canary = facts.devices.filter((device) => device.wave === 0)
  const evidence: FrozenEvidence = {
    planHash: rollout.plan.hash,
    target: rollout.target,
    reading: request.reading,
    canary: {
      devices: canary.length,
      healthy: canary.filter((device) => device.state === 'healthy').length,
      failed: canary.filter((device) => device.failure !== null).length,
      skipped: canary.filter((device) => device.state === 'skipped').length,
      soakSeconds: rollout.policy.canarySoakSeconds,
    },
    ...(drilled ? { drill: drilled } : {}),
    unproven: unproven(rollout.plan.canary.picks, canary),
  }
  const planned = await tx.rolloutPlan.findFirst({
    where: { rollout: { id: rollout.id } },
    select: { createdBy: true },
  })
  await tx.approval.create({
    data: {
      id: request.approval,
      rolloutId: rollout.id,
      wave: request.wave,
      deviceCount: rollout.plan.waves[request.wave]?.devices ?? 0,
      requestedBy: rollout.createdBy,
      plannedBy: planned?.createdBy,
      requestedAt: toDate(now),
      expiresAt: toDate(request.expiresAt),
      needed: rollout.policy.approvalsNeeded,
      evidence,
      evidenceHash: contentHash(evidence),
    },
  })
}

export async function closeApproval(tx: Prisma.TransactionClient, close: Close, now: Instant): Promise<void> {
  await tx.approval.updateMany({
    where: { id: close.approval, outcome: 'open' },
    data: { outcome: close.outcome, decidedAt: toDate(now) },
  })
}
