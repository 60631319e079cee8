/** What keeps a device out of a plan, or does not. */
export type Eligibility = {
  readonly quarantined: string | null
  /** kind of an unresolved discrepancy with the registry */
  readonly discrepancy: string | null
  /** name of the rollout that has it */
  readonly busy: string | null
  /** the plan waits until that one is over: to be in it is no reason then */
  readonly waits: boolean
  readonly hasArtifact: boolean
  /** what of its resources is not calibrated as the release needs it */
  readonly calibration: string | null
  /** why it cannot run two slots at once, when the strategy needs that */
  readonly standby: string | null
  readonly neverReported: boolean
  readonly unknownRelease: boolean
  readonly alreadyThere: boolean
  /** of the target, for the sentence */
  readonly version: string
}

/** How the reason begins that a rollout may wait for. */
export const IN_ANOTHER = 'it is in the rollout '

/** The first reason why a device can not take part, completing "left out because …"; null when it can. */
export function whyExcluded(device: Eligibility): string | null {
  if (device.busy && !device.waits) return `${IN_ANOTHER}“${device.busy}”, and a device has one writer at a time`
  if (device.quarantined) return `it is quarantined: ${device.quarantined}`
  //
  if (device.discrepancy)
    return `it says something else than the registry (${device.discrepancy}), and nobody has resolved that yet`
  if (device.neverReported) return 'it has never said what it runs'
  if (device.alreadyThere) return `it runs ${device.version} already`
  if (!device.hasArtifact) return 'the release has no artifact for it'
  //
  if (device.standby) return device.standby
  //
  if (device.calibration) return device.calibration
  return device.unknownRelease
    ? 'it runs something this server did not ask for, so there is nothing known to go back to'
    : null
}
