import type { Arm } from '../../protocol/arm.ts'
import type { EvidenceRow } from '../../protocol/evidence.ts'

/** An evidence row and whether it crosses a rail that acts at once. */
export type Judged = {
  readonly rule: string
  readonly scope: 'wave' | 'deployed'
  readonly row: EvidenceRow
  readonly breached: boolean
  /** of an A/B rollout whose arms are judged each for itself */
  readonly arm?: Arm
}
