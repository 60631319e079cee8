import type { Look } from './look.ts'
import type { DeviceChange, Effect } from './rollout.ts'

/** who is told to install reports more often until its wave is judged. */
export function watchClosely(moves: readonly DeviceChange[], seen: Look): readonly Effect[] {
  const devices = moves.filter((move) => move.desired === 'target').map((move) => move.deviceId)
  if (devices.length === 0) return []
  const { policy } = seen.rollout
  return [
    {
      kind: 'capture',
      devices,
      forSeconds: policy.installTimeoutSeconds + policy.canarySoakSeconds + policy.gateGraceSeconds,
    },
  ]
}
