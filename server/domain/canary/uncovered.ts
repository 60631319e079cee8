import { standsFor } from './candidate.ts'

/** Strata and groups of a cohort that no canary stands for. */
export function uncoveredStrata(
  devices: readonly {
    readonly hardwareType: string
    readonly region: string
    readonly groups: readonly string[]
    readonly wave: number
  }[],
): { stratum: string; because: string }[] {
  const covered = new Set(devices.filter((device) => device.wave === 0).flatMap(standsFor))
  return [...new Set(devices.flatMap(standsFor))]
    .filter((stratum) => !covered.has(stratum))
    .toSorted()
    .map((stratum) => ({
      stratum,
      because: `no canary stands for ${stratum}: none is online, redundant and free of known issues`,
    }))
}
