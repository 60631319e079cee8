import type { EvidenceRow } from '../../protocol/evidence.ts'

/** An evidence row and whether it crosses a rail that acts at once. */
export type Judged = {
  readonly rule: string
  readonly scope: 'wave' | 'deployed'
  readonly row: EvidenceRow
  readonly breached: boolean
}
