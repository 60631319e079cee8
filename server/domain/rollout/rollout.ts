import type { Arm } from '../../protocol/arm.ts'
import type { ArmsReading, Comparison } from '../../protocol/comparison.ts'
import type { DeviceState } from '../../protocol/device-state.ts'
import type { GateReading, Measurement } from '../../protocol/evidence.ts'
import type { HealthLayers } from '../../protocol/health.ts'
import type { ApprovalId, DeviceId, Instant, RolloutId, Sha256 } from '../../protocol/ids.ts'
import type { Plan } from '../../protocol/plan.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { FailureReason, Reported } from '../../protocol/reported.ts'
import type { Paused, PreflightItem, RolloutState, Trigger } from '../../protocol/rollout-state.ts'
import type { RootCause } from '../../protocol/root-cause.ts'
import type { Traffic } from '../../protocol/traffic.ts'
import type { Hold } from '../calendar/hold.ts'
import type { QueueFacts } from './queue-facts.ts'
import type { OnTheLine } from './site-line.ts'
import type { Surroundings } from './surroundings.ts'

export type Rollout = {
  readonly id: RolloutId
  readonly name: string
  /** name and version, for sentences */
  readonly target: string
  readonly policy: RolloutPolicy
  readonly plan: Plan
  readonly state: RolloutState
  readonly paused: Paused | null
  /** the newest rail that sent devices back, whatever people did afterwards */
  readonly failure: Trigger | null
  /** oldest first */
  readonly rootCauses: readonly RootCause[]
  readonly createdBy: string
  /** of an A/B rollout; null: it compares nothing */
  readonly comparison: Comparison | null
}

/** How a device failed; kept when it was sent back, so that the report can tell. */
export type DeviceFailure = {
  /** `rollback-drill`: tried out, it could not go back; that is no failure to keep the new version */
  readonly reason: FailureReason | 'install-timeout' | 'rollback-drill'
  readonly detail: string
  readonly at: Instant
}

/** One device as the store knows it now: what was decided of it, and what it says. */
export type DeviceFacts = {
  readonly deviceId: DeviceId
  readonly name: string
  readonly index: number
  readonly wave: number
  /** of an A/B rollout, while its own version is the arm's; null: the rollout's */
  readonly arm: Arm | null
  readonly siteId: string
  readonly redundancyGroup: string | null
  readonly state: DeviceState
  readonly because: string
  readonly failure: DeviceFailure | null
  /** of the desired state this rollout gave it; null before */
  readonly generation: number | null
  /** what that state says of its traffic; null: in place, one slot at a time */
  readonly traffic: Traffic | null
  readonly exposedAt: Instant | null
  readonly changedAt: Instant
  readonly targetSha256: Sha256 | null
  readonly previousSha256: Sha256 | null
  /** of the effective configuration either way; null: not compared */
  readonly targetConfigDigest: Sha256 | null
  readonly previousConfigDigest: Sha256 | null
  readonly online: boolean
  readonly onlineSince: Instant | null
  readonly lastSeenAt: Instant | null
  readonly reported: Reported | null
  readonly reportedAt: Instant | null
  readonly health: HealthLayers | null
  readonly reachable: boolean | null
  readonly memoryPercent: number | null
  readonly restarts: number
  /** a newer rollout has this device in its plan (`for-now`: until it ends), or holds it (`for-good`) */
  readonly superseded: 'for-now' | 'for-good' | null
  /** why nothing may be deployed to it now (R-142, quarantine), whatever the plan says; a device already told is not touched */
  readonly withheld: string | null
  /** why its site takes nothing new now: a freeze, or a maintenance window that is closed; its rollback never waits for it */
  readonly hold: Hold | null
}

export type ApprovalFacts = {
  readonly id: ApprovalId
  readonly needed: number
  readonly expiresAt: Instant
  readonly decisions: readonly {
    readonly name: string
    readonly decision: 'approve' | 'reject'
    readonly comment: string
  }[]
}

/** Telemetry of the devices a gate looks at, current (on the new version) and before. */
export type Evidence = { readonly baseline: Measurement; readonly current: Measurement }

export type ArmsFacts = Readonly<Record<Arm, Evidence>> & {
  /** of each device of an arm, since the comparison began; none before */
  readonly devices: ReadonlyMap<DeviceId, Measurement>
}

/** The frozen inputs of one decision. */
export type Facts = {
  readonly devices: readonly DeviceFacts[]
  /** since when a device's silence means anything: the server was listening and writing all this time */
  readonly observingSince: Instant
  /** the stretch of telemetry `waves` and `deployed` were measured over */
  readonly window: { readonly from: Instant; readonly to: Instant }
  /** by wave, of its exposed devices */
  readonly waves: ReadonlyMap<number, Evidence>
  /** of every device that holds the new version now */
  readonly deployed: Evidence
  /** measured on the old version since a rollback was done */
  readonly restored: Evidence
  /** each arm for itself, while there are two; null otherwise */
  readonly arms: ArmsFacts | null
  readonly approval: ApprovalFacts | null
  /** of one that waits for its turn; null otherwise */
  readonly queue: QueueFacts | null
  /** who else a disruption budget counts; null without one */
  readonly surroundings: Surroundings | null
  /** who downloads at its sites for other rollouts, where one of them keeps a site to a rate */
  readonly lines: readonly OnTheLine[]
  /** computed while validating; empty otherwise */
  readonly preflight: readonly PreflightItem[]
  /** for the approval that may be asked for: randomness comes in as a value */
  readonly freshApprovalId: ApprovalId
}

export type DeviceChange = {
  readonly deviceId: DeviceId
  readonly index: number
  readonly state: DeviceState
  readonly because: string
  readonly failure: DeviceFailure | null
  /** a new desired state for this device: the rollout's target, or what it ran before */
  readonly desired: 'target' | 'previous' | null
  /** of the new desired state; absent: in place */
  readonly traffic?: Traffic
  /** an ordinary device of the rollout from now on, as if it had not been touched */
  readonly leavesArm?: true
  readonly reason: 'rollout' | 'catch-up' | 'rollback' | null
}

export type Effect =
  | { readonly kind: 'capture-baseline' }
  | {
      readonly kind: 'request-approval'
      readonly approval: ApprovalId
      readonly wave: number
      readonly expiresAt: Instant
      readonly reading: GateReading
    }
  | {
      readonly kind: 'close-approval'
      readonly approval: ApprovalId
      readonly outcome: 'approved' | 'rejected' | 'expired' | 'void'
    }
  | { readonly kind: 'capture'; readonly devices: readonly DeviceId[]; readonly forSeconds: number }

/** What comes next, and why in words: the audit row, the screen and the test read the same sentence. */
export type Decision = {
  readonly state: RolloutState
  readonly because: string
  readonly devices: readonly DeviceChange[]
  readonly effects: readonly Effect[]
  readonly reading: GateReading | null
  /** what the numbers say of the two arms; null: they are not compared now */
  readonly compared: ArmsReading | null
  /** look again then at the latest; null when only a person or a device can move it */
  readonly wakeAt: Instant | null
  /** false: nothing is owed to any device and nothing will change by itself */
  readonly active: boolean
}
