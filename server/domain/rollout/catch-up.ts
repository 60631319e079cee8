import { isOut } from '../comparison/arms.ts'
import { expose, standsBy, takeTraffic } from './expose.ts'
import type { Look } from './look.ts'
import { pace } from './pace.ts'
import type { DeviceChange, DeviceFacts } from './rollout.ts'

/** devices that were away in their wave, or held back, are caught up when they may, under the same trial. */
export const catchUp = (seen: Look, throughWave: number): readonly DeviceChange[] => [
  ...pace(missedOnes(seen, throughWave), seen).told.map((device) => expose(device, 'catch-up', seen.rollout.policy)),
  ...switchLate(seen, throughWave),
]

/** Those who could be caught up now. */
export function missedOnes(seen: Look, throughWave: number): readonly DeviceFacts[] {
  if (seen.rollout.paused) return []
  return seen.devices
    .filter((device) => device.state === 'skipped' && device.online && !device.superseded && device.wave <= throughWave)
    .filter((device) => device.withheld === null && device.hold === null && !isOut(device, seen.rollout))
}

/** One that stands by when its wave is over waits for nobody: it gets the traffic as soon as it is well there. */
export const switchLate = (seen: Look, throughWave: number): readonly DeviceChange[] =>
  seen.rollout.paused
    ? []
    : seen.devices.filter((device) => device.wave <= throughWave && standsBy(device)).map(takeTraffic)
