import { z } from 'zod'
import { GateReading } from '../evidence.ts'
import { ApprovalId, Instant, RolloutId } from '../ids.ts'
import { Drilled } from '../rollout-state.ts'
import { ActPermission } from './person.ts'

/** `GET /api/v1/approvals/:id` — what an approver is asked to let through, frozen at the moment it was asked. */
export const ApprovalView = z.object({
  id: ApprovalId,
  serverTime: Instant,
  rolloutId: RolloutId,
  rolloutName: z.string(),
  from: z.string(),
  to: z.string(),
  wave: z.int(),
  waveLabel: z.string(),
  deviceCount: z.int(),
  /** all devices that follow without another approval */
  devicesAfter: z.int(),
  requestedBy: z.string(),
  requestedAt: Instant,
  expiresAt: Instant,
  outcome: z.enum(['open', 'approved', 'rejected', 'expired', 'void']),
  decidedAt: Instant.nullable(),
  needed: z.int(),
  decisions: z.array(
    z.object({ name: z.string(), decision: z.enum(['approve', 'reject']), comment: z.string(), at: Instant }),
  ),
  /** people who may decide, so that a blocked rollout names them */
  canDecide: z.array(z.string()),
  advice: z.object({ approve: z.boolean(), sentence: z.string() }),
  consequence: z.string(),
  reading: GateReading,
  canary: z.object({ devices: z.int(), healthy: z.int(), failed: z.int(), skipped: z.int(), soakSeconds: z.number() }),
  /** the canary going back was tried on; null: nobody asked for a drill */
  drill: Drilled.nullable(),
  changes: z.array(z.object({ label: z.string(), from: z.string(), to: z.string() })),
  acknowledge: z.array(z.string()),
  evidenceHash: z.string(),
  /** true when the live gate no longer agrees with the frozen evidence */
  changedSince: z.string().nullable(),
  approve: ActPermission,
  reject: ActPermission,
})
export type ApprovalView = z.infer<typeof ApprovalView>

/** `GET /api/v1/approvals` */
export const ApprovalsView = z.object({
  serverTime: Instant,
  open: z.array(
    z.object({
      id: ApprovalId,
      rolloutId: RolloutId,
      rolloutName: z.string(),
      to: z.string(),
      waveLabel: z.string(),
      deviceCount: z.int(),
      requestedBy: z.string(),
      requestedAt: Instant,
      expiresAt: Instant,
      adviceApprove: z.boolean(),
      advice: z.string(),
      forMe: z.boolean(),
      /** why not, when it is not */
      because: z.string(),
    }),
  ),
  decided: z.array(
    z.object({
      id: ApprovalId,
      rolloutId: RolloutId,
      rolloutName: z.string(),
      to: z.string(),
      waveLabel: z.string(),
      outcome: z.enum(['approved', 'rejected', 'expired', 'void']),
      by: z.string(),
      decidedAt: Instant,
      tookSeconds: z.number(),
    }),
  ),
})
export type ApprovalsView = z.infer<typeof ApprovalsView>
