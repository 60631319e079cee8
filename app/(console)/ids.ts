import { SnapshotNumber } from '../../server/protocol/commands/snapshots.ts'
import { ApprovalId, DeviceId, ReleaseId, RolloutId } from '../../server/protocol/ids.ts'
import { PlanNumber } from '../../server/protocol/plan-document.ts'

/** A segment of the address as an id, or null when no such id can exist. Next hands segments over still encoded. */
export const rolloutId = (segment: string): RolloutId | null => RolloutId.safeParse(decoded(segment)).data ?? null
export const approvalId = (segment: string): ApprovalId | null => ApprovalId.safeParse(decoded(segment)).data ?? null
export const releaseId = (segment: string): ReleaseId | null => ReleaseId.safeParse(decoded(segment)).data ?? null
export const snapshotNumber = (segment: string): number | null =>
  SnapshotNumber.safeParse(decoded(segment)).data ?? null
export const planNumber = (segment: string): number | null => PlanNumber.safeParse(decoded(segment)).data ?? null
export const deviceId = (segment: string): DeviceId | null => DeviceId.safeParse(decoded(segment)).data ?? null

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    return ''
  }
}
