import { type CanaryCandidate, standsFor, whyNoCanary } from './candidate.ts'
import type { CanarySelection } from './select.ts'

/** The canary of a plan that was saved: ids of its picks with why each was taken, and what it leaves uncovered. */
export type SavedCanary = {
  readonly picks: readonly { readonly deviceId: string; readonly because: string }[]
  readonly uncovered: readonly { readonly stratum: string; readonly because: string }[]
}

/**
 * The saved canary while it is still a good one: each pick takes part and may stand, and together they cover what a fresh
 * choice of `size` devices would. Devices come and go; a plan must not read differently each time one that was not even
 * picked does. Null: choose anew.
 */
export function keepCanary(
  saved: SavedCanary,
  fresh: CanarySelection,
  cohort: readonly CanaryCandidate[],
  size: number,
): CanarySelection | null {
  const wanted = new Set(saved.picks.map((pick) => pick.deviceId))
  const byId = new Map(cohort.flatMap((device) => (wanted.has(device.deviceId) ? [[device.deviceId, device]] : [])))
  const picks = saved.picks.flatMap(({ deviceId, because }) => {
    const device = byId.get(deviceId)
    return device && whyNoCanary(device) === null ? [{ device, because, covers: standsFor(device) }] : []
  })
  if (picks.length !== saved.picks.length || picks.length !== size) return null
  const rivals = picks.flatMap(({ device }) => device.redundancyGroup ?? [])
  if (new Set(rivals).size !== rivals.length) return null
  const covered = new Set(picks.flatMap((pick) => pick.covers))
  const open = new Set(fresh.picks.flatMap((pick) => pick.covers).filter((label) => !covered.has(label)))
  const known = saved.uncovered.filter(({ stratum }) => open.has(stratum))
  if (known.length !== open.size) return null
  return { ...fresh, picks, uncovered: [...fresh.uncovered, ...known] }
}
