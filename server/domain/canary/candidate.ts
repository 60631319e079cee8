/** What the choice of canaries has to know of a device of the cohort. */
export type CanaryCandidate = {
  readonly deviceId: string
  readonly name: string
  readonly siteId: string
  readonly region: string
  readonly hardwareType: string
  readonly groups: readonly string[]
  readonly redundancyGroup: string | null
  readonly online: boolean
  /** why it is a single point of failure; null when it is none */
  readonly singlePoint: string | null
  readonly knownIssue: string | null
  /** how well it can be watched, 1–5 */
  readonly monitoringFidelity: number
}

/** Why it may not be a canary, for counting alike ones together; null when it may. */
export function whyNoCanary(device: CanaryCandidate): string | null {
  if (device.knownIssue !== null) return 'known issue'
  if (device.singlePoint !== null) return 'single point of failure'
  return device.online ? null : 'offline'
}

export const stratumOf = (device: { readonly hardwareType: string; readonly region: string }) =>
  `${device.hardwareType} in ${device.region}`

export const groupLabel = (group: string) => `group ${group}`

/** The same text for the same stratum: put together once, though a fleet asks for each many thousand times. */
export function strata(): (device: { readonly hardwareType: string; readonly region: string }) => string {
  const known = new Map<string, Map<string, string>>()
  return (device) => {
    const regions = known.get(device.hardwareType) ?? new Map<string, string>()
    const stratum = regions.get(device.region) ?? stratumOf(device)
    if (regions.size === 0) known.set(device.hardwareType, regions)
    if (!regions.has(device.region)) regions.set(device.region, stratum)
    return stratum
  }
}

/** Everything any of these devices stands for. */
export function labelsOf(
  devices: readonly Pick<CanaryCandidate, 'hardwareType' | 'region' | 'groups'>[],
): ReadonlySet<string> {
  const nameOf = strata()
  const labels = new Set<string>()
  const groups = new Set<string>()
  for (const device of devices) {
    labels.add(nameOf(device))
    for (const group of device.groups) groups.add(group)
  }
  for (const group of groups) labels.add(groupLabel(group))
  return labels
}

/** What a device stands for: its hardware type in its region, and every group it belongs to. */
export const standsFor = (device: Pick<CanaryCandidate, 'hardwareType' | 'region' | 'groups'>): readonly string[] =>
  device.groups.length === 0 ? [stratumOf(device)] : [stratumOf(device), ...device.groups.map(groupLabel)]
