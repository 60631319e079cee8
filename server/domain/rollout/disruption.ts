import type { DisruptionBudget } from '../../protocol/policy.ts'
import { counted } from '../counted.ts'
import type { Limit, Seen } from './limit.ts'
import type { Neighbour, Placed } from './surroundings.ts'
import { isUnavailable } from './unavailable.ts'

type Unit = { readonly kind: 'site' | 'group'; readonly key: string; readonly words: string }

/** Where devices can be missed: their site, and those that stand in for each other. */
export function budgetUnits({ siteId, redundancyGroup }: Placed): readonly Unit[] {
  const site: Unit = { kind: 'site', key: `site ${siteId}`, words: `site ${siteId}` }
  if (redundancyGroup === null) return [site]
  const words = `redundancy group ${redundancyGroup}`
  return [site, { kind: 'group', key: words, words }]
}

export const hasBudget = ({ sitePercent, groupAvailable }: DisruptionBudget) => sitePercent < 100 || groupAvailable > 0

/** How many of a unit may be unavailable at once. */
export function mostUnavailable(unit: Unit, total: number, budget: DisruptionBudget): number {
  return unit.kind === 'site'
    ? Math.floor((total * budget.sitePercent) / 100)
    : Math.max(0, total - budget.groupAvailable)
}

/** Counted over all rollouts and everyone who is away, whoever took them out. */
export function budgetLimit({ rollout, facts, devices }: Seen): Limit {
  const { budget } = rollout.policy
  const { totals, away } = facts.surroundings ?? { totals: new Map<string, number>(), away: [] }
  const missing = new Map<string, string[]>()
  const add = (device: Neighbour) => {
    for (const { key } of budgetUnits(device)) {
      const names = missing.get(key)
      if (names) names.push(device.name)
      else missing.set(key, [device.name])
    }
  }
  for (const device of away) add(device)
  for (const device of devices) if (!device.superseded && isUnavailable(device)) add(device)
  const names = (unit: Unit) => missing.get(unit.key) ?? []
  const most = (unit: Unit) => mostUnavailable(unit, totals.get(unit.key) ?? 0, budget)
  const full = (unit: Unit) => names(unit).length >= most(unit)
  return {
    hasRoom: (device) => !budgetUnits(device).some(full),
    take: add,
    because: (device) => {
      const unit = budgetUnits(device).find(full)
      const words = unit ? sentence(unit, totals.get(unit.key) ?? 0, most(unit), names(unit)) : ''
      return { rule: 'disruption-budget', because: words, until: null }
    },
  }
}

function sentence({ words }: Unit, total: number, most: number, names: readonly string[]): string {
  const sorted = names.toSorted()
  const more = sorted.length - 3
  const who = more > 0 ? `${sorted.slice(0, 3).join(', ')} and ${more} more` : sorted.join(', ')
  return `Disruption budget: of the ${counted(total, 'device')} of ${words} at most ${most} may be unavailable at once, and ${sorted.length === 1 ? 'one is' : `${sorted.length} are`} (${who}). It goes on when one of them is back.`
}
