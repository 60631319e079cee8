import { byText, grouped } from '../by-text.ts'
import { type CanaryCandidate, stratumOf } from './candidate.ts'

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
  const order = inProportion(eligible)
  for (const sparing of [true, false])
    for (const device of order) {
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

function inProportion(eligible: readonly CanaryCandidate[]): readonly CanaryCandidate[] {
  const placed = [...grouped(eligible, stratumOf).values()].flatMap((stratum) =>
    stratum.toSorted(bestFirst).map((device, n) => ({ device, place: (n + 0.5) / stratum.length })),
  )
  return placed
    .toSorted(
      (a, b) =>
        b.device.monitoringFidelity - a.device.monitoringFidelity || a.place - b.place || byId(a.device, b.device),
    )
    .map(({ device }) => device)
}

const byId = byText<CanaryCandidate>((device) => device.deviceId)

export const bestFirst = (a: CanaryCandidate, b: CanaryCandidate) =>
  b.monitoringFidelity - a.monitoringFidelity || byId(a, b)
