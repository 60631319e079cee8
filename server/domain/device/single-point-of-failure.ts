/**
 * why nothing else would do this device's work if it went away, as the end of a sentence; null when something would.
 * Somebody said so, or nobody else of its redundancy group is online and healthy now. `standIns`: how many others of the group
 * are; null without a group. The planner, the device's page and the selector's `spof` read this one rule.
 */
export function singlePointOfFailure(device: {
  readonly marked: boolean
  readonly redundancyGroup: string | null
  readonly standIns: number | null
}): string | null {
  if (device.marked) return 'it is marked as a single point of failure'
  return device.standIns === 0
    ? `nobody else of its redundancy group ${device.redundancyGroup} is up and healthy`
    : null
}
