import type { DeviceState } from '../../protocol/device-state.ts'
import type { Phase } from '../../protocol/rollout-state.ts'
import type { Look } from '../rollout/look.ts'
import type { Decision, DeviceChange, DeviceFacts } from '../rollout/rollout.ts'
import { runsPrevious } from '../rollout/runs.ts'
import { armLabel, COMPARED_WAVE, leftBehind } from './arms.ts'

/** In these phases what is back from the other arm may take what was picked. */
const GOES_ON: ReadonlySet<Phase> = new Set(['deploying', 'soaking', 'awaiting-approval', 'confirming', 'completed'])

const LEAVES: ReadonlySet<DeviceState> = new Set(['pending', 'skipped', 'rolled-back', 'failed'])

/**
 * Devices of the arm that was not picked, once they are back on what they ran before: from here on ordinary devices of a rollout
 * to what was picked. Only from there, so that its way back never leads to the version that lost. Null: there are none.
 */
export function leaveArm(seen: Look): Decision | null {
  const { state, plan, comparison } = seen.rollout
  const left = leftBehind(seen.rollout)
  if (left === null || !comparison?.pick || !GOES_ON.has(state.phase)) return null
  const leaving = seen.devices.filter((device) => device.arm === left && !device.superseded && isBack(device))
  if (leaving.length === 0) return null
  const into = state.phase === 'deploying' && state.wave === COMPARED_WAVE ? 'pending' : 'skipped'
  const because = `Was in ${armLabel(plan, left)}, which was not picked.`
  return seen.stay(state, { devices: leaving.map((device) => leave(device, into, because)), wakeAt: seen.now })
}

const isBack = (device: DeviceFacts) =>
  LEAVES.has(device.state) && (device.state !== 'failed' || device.exposedAt === null || runsPrevious(device))

const leave = ({ deviceId, index }: DeviceFacts, state: DeviceState, because: string): DeviceChange => ({
  deviceId,
  index,
  state,
  because,
  failure: null,
  desired: null,
  leavesArm: true,
  reason: null,
})
