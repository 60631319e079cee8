/** Strata (hardware type in region) of a cohort that no canary stands for. */
export function uncoveredStrata(
  devices: readonly { readonly hardwareType: string; readonly region: string; readonly wave: number }[],
): { stratum: string; because: string }[] {
  const label = (device: { hardwareType: string; region: string }) => `${device.hardwareType} in ${device.region}`
  const covered = new Set(devices.filter((device) => device.wave === 0).map(label))
  return [...new Set(devices.map(label))]
    .filter((stratum) => !covered.has(stratum))
    .toSorted()
    .map((stratum) => ({
      stratum,
      because: `no canary stands for ${stratum}: none is online, redundant and free of known issues`,
    }))
}
