import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import type { CanarySwap } from '../../protocol/plan.ts'
import { type CanaryCandidate, standsFor, whyNoCanary } from './candidate.ts'
import type { CanarySelection } from './select.ts'

/**
 * A person's picks instead of computed ones. What may never be a canary is refused; what breaks coverage is
 * allowed and leaves its strata uncovered, so that R-030 is unmet until it is mended.
 */
export function swapCanary(
  selection: CanarySelection,
  candidates: readonly CanaryCandidate[],
  swaps: readonly CanarySwap[],
): Ack<CanarySelection> {
  const byId = new Map(swaps.length === 0 ? [] : candidates.map((device) => [device.deviceId, device]))
  let picks = selection.picks
  for (const { take, instead } of swaps) {
    const out = picks.find(({ device }) => device.deviceId === take)
    if (!out) return refuse('stale', `${take} is not among the canaries any more: look at the plan again.`)
    const others = picks.filter((pick) => pick !== out)
    if (instead === null) {
      picks = others
      continue
    }
    const device = byId.get(instead)
    if (!device) return refuse('conflict', `${instead} is not in this rollout: choose a device that takes part.`)
    const problem = whyNotCanary(device, others)
    if (problem) return refuse('conflict', `${device.name} can not be a canary: ${problem}. Choose another device.`)
    const because = `chosen by a person instead of ${out.device.name}; stands for ${standsFor(device).join(', ')}`
    picks = [...others, { device, because, covers: standsFor(device) }]
  }
  return accept({ ...selection, picks, uncovered: [...selection.uncovered, ...opened(selection, picks)] })
}

/** Why this device can not be a canary beside these; null when it can. */
export function whyNotCanary(device: CanaryCandidate, others: CanarySelection['picks']): string | null {
  const never = whyNoCanary(device)
  if (never) return device.knownIssue ?? device.singlePoint ?? never
  const twin = others.find(
    (pick) =>
      pick.device.deviceId === device.deviceId ||
      (device.redundancyGroup !== null && pick.device.redundancyGroup === device.redundancyGroup),
  )
  if (!twin) return null
  return twin.device.deviceId === device.deviceId
    ? 'it is one already'
    : `it shares the redundancy group ${device.redundancyGroup} with the canary ${twin.device.name}`
}

/** What was covered before the swaps and is not any more. */
function opened(selection: CanarySelection, picks: CanarySelection['picks']): CanarySelection['uncovered'] {
  const now = new Set(picks.flatMap((pick) => pick.covers))
  const lost = new Set(selection.picks.flatMap((pick) => pick.covers).filter((label) => !now.has(label)))
  return [...lost].toSorted().map((stratum) => ({
    stratum,
    because: `no canary stands for ${stratum} any more: undo the swap, or take a device of it`,
  }))
}
