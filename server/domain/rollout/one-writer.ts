import type { DeviceState } from '../../protocol/device-state.ts'
import type { Phase } from '../../protocol/rollout-state.ts'
import { hasEnded } from './ended-phases.ts'
import type { DeviceFacts } from './rollout.ts'

/** The device is back where its rollout found it, or that one never touched it. */
export const LET_GO: readonly DeviceState[] = ['pending', 'skipped', 'failed', 'rolled-back']

/** What a completed rollout still catches up. */
export const OWED: readonly DeviceState[] = ['pending', 'skipped']

/**
 * A device has at most one writer: what a rollout whose turn came later makes of a device that an earlier one has in its plan.
 * Touched and kept: the earlier one has lost it for good. May still be touched: it waits. Let go: it is the earlier one's again.
 */
export function supersedes(later: { phase: Phase; state: DeviceState }): DeviceFacts['superseded'] {
  if (!LET_GO.includes(later.state)) return 'for-good'
  const mayStillTouch = !hasEnded(later.phase) || (later.phase === 'completed' && OWED.includes(later.state))
  return mayStillTouch ? 'for-now' : null
}
