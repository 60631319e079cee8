import type { DeviceId } from '../../protocol/ids.ts'
import type { CanaryCandidate } from '../canary/candidate.ts'

/** A device a selector named, as the planner sees it. */
export type PlanDevice = CanaryCandidate & {
  readonly deviceId: DeviceId
  /** of the artifact it would download */
  readonly bytes: number
  /** why it can not be part of this rollout; null when it can */
  readonly excluded: string | null
}
