import type { DeviceState } from '../../protocol/device-state.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { isReady } from './observe.ts'
import type { DeviceChange, DeviceFacts } from './rollout.ts'
import { runsTarget } from './runs.ts'

/** Told to go to the target; blue-green: no further than beside what serves. */
export function expose(device: DeviceFacts, reason: 'rollout' | 'catch-up', { strategy }: RolloutPolicy): DeviceChange {
  return {
    deviceId: device.deviceId,
    index: device.index,
    state: 'installing',
    because: reason === 'rollout' ? 'Told; waiting for the agent to accept.' : 'Missed its wave: catching up.',
    failure: null,
    desired: 'target',
    ...(strategy === 'blue-green' ? { traffic: 'standby' as const } : {}),
    reason,
  }
}

/** the new version runs beside the old one, healthy, and nothing keeps its traffic from going there. */
export const standsBy = ({ state, traffic, generation, reported, online, hold, withheld, superseded }: DeviceFacts) =>
  state === 'verifying' &&
  traffic === 'standby' &&
  online &&
  reported?.generation === generation &&
  isReady(reported) &&
  !hold &&
  withheld === null &&
  !superseded

/** what runs there already gets the traffic. */
export function takeTraffic(device: DeviceFacts): DeviceChange {
  return {
    deviceId: device.deviceId,
    index: device.index,
    state: 'verifying',
    because: 'Told to give its traffic to the new version.',
    failure: null,
    desired: 'target',
    traffic: 'active',
    reason: 'rollout',
  }
}

/** Told to go back to what it ran before this rollout. */
export function sendBack(device: DeviceFacts, because: string): DeviceChange {
  return {
    deviceId: device.deviceId,
    index: device.index,
    state: 'rolling-back',
    because,
    failure: device.failure,
    desired: 'previous',
    // what it ran before still runs there, or stands in its slot.
    ...(device.traffic ? { traffic: 'active' as const } : {}),
    reason: 'rollback',
  }
}

export function skip(device: DeviceFacts, because: string): DeviceChange {
  return {
    deviceId: device.deviceId,
    index: device.index,
    state: 'skipped',
    because,
    failure: null,
    desired: null,
    reason: null,
  }
}

/** Holds the new version, or may: what a rollback has to reach. A failed device went back by itself. */
export const EXPOSED_STATES: readonly DeviceState[] = [
  'installing',
  'verifying',
  'healthy',
  'degraded',
  'silent',
  'dark',
]
export const isExposed = (device: Pick<DeviceFacts, 'state'>) => EXPOSED_STATES.includes(device.state)

/** Is on the target by this change, or was before: from here on, what it measures speaks for the target. */
export const arrivedOnTarget = (change: Pick<DeviceChange, 'state' | 'desired'>, device: DeviceFacts | undefined) =>
  change.desired === null &&
  isExposed(change) &&
  change.state !== 'installing' &&
  device !== undefined &&
  runsTarget(device)

/** The last wave of which a device holds the new version; null when none does. */
export function newestExposedWave(devices: readonly DeviceFacts[]): number | null {
  const waves = devices.filter((device) => !device.superseded && isExposed(device)).map((device) => device.wave)
  return waves.length === 0 ? null : Math.max(...waves)
}

/** Was told to install in this rollout, whatever became of it. */
export const wasExposed = (device: DeviceFacts) => device.exposedAt !== null
