import { labelsOf } from './candidate.ts'

/** Strata and groups of a cohort that no canary stands for. */
export function uncoveredStrata(
  devices: readonly {
    readonly hardwareType: string
    readonly region: string
    readonly groups: readonly string[]
    readonly wave: number
  }[],
): { stratum: string; because: string }[] {
  const covered = labelsOf(devices.filter((device) => device.wave === 0))
  return [...labelsOf(devices)]
    .filter((label) => !covered.has(label))
    .toSorted()
    .map((stratum) => ({
      stratum,
      because: `no canary stands for ${stratum}: none is online, redundant and free of known issues`,
    }))
}
