import type { DisruptionBudget } from '../../protocol/policy.ts'
import { counted } from '../counted.ts'
import { budgetUnits, hasBudget, mostUnavailable } from './disruption.ts'
import type { Placed } from './surroundings.ts'

/**
 * Where this budget leaves no device that may ever be unavailable, in words, or null: such a rollout would wait for ever, so
 * it is not planned. `totals`: registered devices of each unit.
 */
export function budgetRefusal(
  cohort: readonly Placed[],
  totals: ReadonlyMap<string, number>,
  budget: DisruptionBudget,
): string | null {
  if (!hasBudget(budget)) return null
  const units = new Map(cohort.flatMap((device) => budgetUnits(device).map((unit) => [unit.key, unit] as const)))
  const never = [...units.values()].filter((unit) => mostUnavailable(unit, totals.get(unit.key) ?? 0, budget) < 1)
  const [first] = never
  if (!first) return null
  const devices = counted(totals.get(first.key) ?? 0, 'device')
  const why =
    first.kind === 'site'
      ? `${budget.sitePercent} % of the ${devices} of ${first.words} is not one device`
      : `${first.words} has ${devices}, and ${budget.groupAvailable} must stay available`
  const more = never.length - 1
  return `Disruption budget: ${why}, so nothing there could ever be updated${more > 0 ? ` (and ${more} more like it)` : ''}. Allow more, or leave ${more > 0 ? 'them' : 'it'} out of the selection.`
}
