import type { Held } from '../../protocol/rollout-state.ts'
import { budgetLimit, hasBudget } from './disruption.ts'
import { downloadLimit } from './downloads.ts'
import type { Limit, Seen } from './limit.ts'
import { minuteLimit, placesLimit, siteLimit } from './ramp.ts'
import type { DeviceFacts } from './rollout.ts'

export type Paced = {
  readonly told: readonly DeviceFacts[]
  /** why the first of the others has to wait; null when all are told */
  readonly held: Omit<Held, 'since'> | null
}

/** Who of these may be told to install now, in this order. Only what goes forward is paced: a rollback never asks. */
export function pace(wanting: readonly DeviceFacts[], seen: Seen): Paced {
  const limits = limitsOf(seen)
  const told: DeviceFacts[] = []
  let held: Paced['held'] = null
  for (const device of wanting) {
    const full = limits.find((limit) => !limit.hasRoom(device))
    if (full) {
      held ??= full.because(device)
      continue
    }
    for (const limit of limits) limit.take(device)
    told.push(device)
  }
  return { told, held }
}

function limitsOf(seen: Seen): readonly Limit[] {
  const { strategy, ramp, budget } = seen.rollout.policy
  const { downloads } = seen.rollout.plan
  return [
    ...(strategy === 'rolling-update' ? [placesLimit(seen)] : []),
    ...(ramp.devicesPerMinute > 0 ? [minuteLimit(seen)] : []),
    ...(ramp.concurrentPerSite > 0 ? [siteLimit(seen)] : []),
    ...(downloads || seen.facts.lines.length > 0 ? [downloadLimit(seen)] : []),
    ...(hasBudget(budget) ? [budgetLimit(seen)] : []),
  ]
}
