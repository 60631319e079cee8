/** A device of the same redundancy group, as it is now. */
export type StandIn = { readonly deviceId: string; readonly online: boolean; readonly healthy: boolean }

/**
 * why nothing else would do this device's work if it went away, as the end of a sentence; null when something would.
 * Somebody said so, or nobody else of its redundancy group is up and well now.
 */
export function singlePointOfFailure(
  device: {
    readonly deviceId: string
    readonly singlePointOfFailure: boolean
    readonly redundancyGroup: string | null
  },
  members: readonly StandIn[],
): string | null {
  if (device.singlePointOfFailure) return 'it is marked as a single point of failure'
  if (device.redundancyGroup === null) return null
  const others = members.filter((member) => member.deviceId !== device.deviceId)
  if (others.some((member) => member.online && member.healthy)) return null
  return others.length === 0
    ? `it stands alone in its redundancy group ${device.redundancyGroup}`
    : `nobody else of its redundancy group ${device.redundancyGroup} is up and healthy`
}
