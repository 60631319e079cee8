import type { DeviceState } from '../../../server/protocol/device-state.ts'
import type { RolloutView } from '../../../server/protocol/views/rollout-view.ts'

// Not told anything yet, or back already.
const NOT_EXPOSED: readonly DeviceState[] = ['pending', 'skipped', 'rolled-back', 'rolling-back']

/** Devices that were told to run the new version and would be sent back. */
export function exposedDevices(counts: RolloutView['counts']): number {
  return Object.entries(counts).reduce(
    (sum, [state, devices]) => (NOT_EXPOSED.some((name) => name === state) ? sum : sum + devices),
    0,
  )
}
