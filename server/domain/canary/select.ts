import { counted } from '../counted.ts'

export type CanaryCandidate = {
  readonly deviceId: string
  readonly name: string
  readonly region: string
  readonly hardwareType: string
  readonly groups: readonly string[]
  readonly redundancyGroup: string | null
  readonly online: boolean
  /** why it is a single point of failure; null when it is none */
  readonly singlePoint: string | null
  readonly knownIssue: string | null
  readonly monitoringFidelity: number
}

export type CanarySelection = {
  readonly picks: readonly { readonly deviceId: string; readonly because: string }[]
  /** a stratum nobody may stand for: a pre-flight failure that names it (D-01) */
  readonly uncovered: readonly { readonly stratum: string; readonly because: string }[]
  /** said when coverage needs more devices than the percentage allows (D-01) */
  readonly exceedsCap: string | null
}

/**
 * One device for every hardware type in every region it occurs in, then up to the percentage from the
 * largest strata; best watched first, never a single point of failure or a device with known issues
 * . Coverage wins over the percentage and says so (D-01). The same candidates give the same canary.
 */
export function selectCanary(candidates: readonly CanaryCandidate[], percent: number): CanarySelection {
  const wanted = Math.max(1, Math.ceil((candidates.length * percent) / 100))
  const strata = stratify(candidates)
  const covered = strata.flatMap(({ label, best }) =>
    best ? [{ deviceId: best.deviceId, because: `stands for ${label}; ${whyBest(best)}` }] : [],
  )
  const uncovered = strata.flatMap(({ label, best, all }) =>
    best ? [] : [{ stratum: label, because: whyNobody(label, all) }],
  )
  const taken = new Set(covered.map((pick) => pick.deviceId))
  const more = strata
    .toSorted((a, b) => b.all.length - a.all.length || a.label.localeCompare(b.label))
    .flatMap(({ label, eligible }) => eligible.map((device) => ({ device, label })))
    .filter(({ device }) => !taken.has(device.deviceId))
    .slice(0, Math.max(0, wanted - covered.length))
    .map(({ device, label }) => ({
      deviceId: device.deviceId,
      because: `fills the ${percent} %; from ${label}, ${whyBest(device)}`,
    }))
  return { picks: [...covered, ...more], uncovered, exceedsCap: excess(covered.length, wanted, candidates, percent) }
}

type Stratum = {
  readonly label: string
  readonly all: readonly CanaryCandidate[]
  readonly eligible: readonly CanaryCandidate[]
  readonly best: CanaryCandidate | undefined
}

function stratify(candidates: readonly CanaryCandidate[]): readonly Stratum[] {
  const groups = Map.groupBy(candidates, (device) => `${device.hardwareType} in ${device.region}`)
  return [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([label, all]) => {
      const eligible = all
        .filter((device) => device.online && device.singlePoint === null && device.knownIssue === null)
        .toSorted((a, b) => b.monitoringFidelity - a.monitoringFidelity || a.deviceId.localeCompare(b.deviceId))
      return { label, all, eligible, best: eligible[0] }
    })
}

const whyBest = (device: CanaryCandidate) =>
  `watched at fidelity ${device.monitoringFidelity} of 5, online, no known issue`

function whyNobody(label: string, all: readonly CanaryCandidate[]): string {
  const offline = all.filter((device) => !device.online).length
  const single = all.filter((device) => device.singlePoint !== null).length
  const issue = all.filter((device) => device.knownIssue !== null).length
  return `no ${label} may be a canary: of ${counted(all.length, 'device')}, ${offline} offline, ${single} single points of failure, ${issue} with known issues`
}

function excess(
  covered: number,
  wanted: number,
  candidates: readonly CanaryCandidate[],
  percent: number,
): string | null {
  if (covered <= wanted) return null
  const types = new Set(candidates.map((device) => device.hardwareType)).size
  const regions = new Set(candidates.map((device) => device.region)).size
  const share = Math.trunc((1000 * covered) / candidates.length) / 10
  return `${share} %: ${counted(types, 'hardware type')} × ${counted(regions, 'region')} need ${covered} devices; the ${percent} % cap is exceeded.`
}
