import { byText, grouped } from '../by-text.ts'
import { type CanaryCandidate, strata } from './candidate.ts'

/**
 * More canaries up to the percentage: best watched first, from all strata in proportion, never a second one of a
 * redundancy group; the last device of a site only when there is nobody else.
 */
export function fill(
  eligible: readonly CanaryCandidate[],
  cohort: readonly CanaryCandidate[],
  taken: readonly CanaryCandidate[],
  wanted: number,
): readonly CanaryCandidate[] {
  if (taken.length >= wanted) return []
  const ids = new Set(taken.map((device) => device.deviceId))
  const rivals = new Set(taken.flatMap((device) => device.redundancyGroup ?? []))
  const atSite = new Map<string, number>()
  for (const { siteId } of cohort) atSite.set(siteId, (atSite.get(siteId) ?? 0) + 1)
  for (const { siteId } of taken) atSite.set(siteId, (atSite.get(siteId) ?? 0) - 1)
  const more: CanaryCandidate[] = []
  for (const sparing of [true, false])
    for (const device of inProportion(eligible)) {
      if (taken.length + more.length >= wanted) return more
      const { deviceId, siteId, redundancyGroup } = device
      if (ids.has(deviceId) || (redundancyGroup !== null && rivals.has(redundancyGroup))) continue
      if (sparing && (atSite.get(siteId) ?? 0) <= 1) continue
      more.push(device)
      ids.add(deviceId)
      if (redundancyGroup !== null) rivals.add(redundancyGroup)
      atSite.set(siteId, (atSite.get(siteId) ?? 0) - 1)
    }
  return more
}

/** Best watched first, and among those watched alike all strata in proportion. Few are taken, so few are put in order. */
function* inProportion(eligible: readonly CanaryCandidate[]): Generator<CanaryCandidate> {
  const nameOf = strata()
  const size = new Map<string, number>()
  for (const device of eligible) size.set(nameOf(device), (size.get(nameOf(device)) ?? 0) + 1)
  const ahead = new Map<string, number>()
  const alike = grouped(eligible, (device) => device.monitoringFidelity)
  for (const [, some] of [...alike].toSorted(([a], [b]) => b - a)) {
    const placed = some.toSorted(byId).map((device) => {
      const stratum = nameOf(device)
      const n = ahead.get(stratum) ?? 0
      ahead.set(stratum, n + 1)
      return { device, place: (n + 0.5) / (size.get(stratum) ?? 1) }
    })
    for (const { device } of placed.toSorted((a, b) => a.place - b.place)) yield device
  }
}

const byId = byText<CanaryCandidate>((device) => device.deviceId)

export const bestFirst = (a: CanaryCandidate, b: CanaryCandidate) =>
  b.monitoringFidelity - a.monitoringFidelity || byId(a, b)
