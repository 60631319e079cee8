import { expose } from './expose.ts'
import type { Look } from './look.ts'
import type { DeviceChange } from './rollout.ts'

/** devices that were away in their wave, or held back, are caught up when they may, under the same trial. */
export function catchUp(seen: Look, throughWave: number): readonly DeviceChange[] {
  if (seen.rollout.paused) return []
  return seen.devices
    .filter((device) => device.state === 'skipped' && device.online && !device.superseded && device.wave <= throughWave)
    .filter((device) => device.withheld === null && device.hold === null)
    .map((device) => expose(device, 'catch-up'))
}
