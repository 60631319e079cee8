import { expose } from './expose.ts'
import type { Look } from './look.ts'
import { pace } from './pace.ts'
import type { DeviceChange, DeviceFacts } from './rollout.ts'

/** devices that were away in their wave, or held back, are caught up when they may, under the same trial. */
export const catchUp = (seen: Look, throughWave: number): readonly DeviceChange[] =>
  pace(missedOnes(seen, throughWave), seen).told.map((device) => expose(device, 'catch-up'))

/** Those who could be caught up now. */
export function missedOnes(seen: Look, throughWave: number): readonly DeviceFacts[] {
  if (seen.rollout.paused) return []
  return seen.devices
    .filter((device) => device.state === 'skipped' && device.online && !device.superseded && device.wave <= throughWave)
    .filter((device) => device.withheld === null && device.hold === null)
}
