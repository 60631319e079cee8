/**
 * why a device is a single point of failure, or null. Somebody marked it, or nobody else of its redundancy group is
 * online and healthy now. `standIns` is null for a device without such a group.
 */
export function whySinglePoint(device: {
  readonly flaggedSingle: boolean
  readonly redundancyGroup: string | null
  readonly standIns: number | null
}): string | null {
  if (device.flaggedSingle) return 'marked as a single point of failure'
  return device.standIns === 0 ? `nobody else of ${device.redundancyGroup} is online and healthy` : null
}
