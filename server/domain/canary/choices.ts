import { type CanaryCandidate, standsFor } from './candidate.ts'
import { bestFirst } from './fill.ts'
import type { Pick as Canary } from './select.ts'
import { whyNotCanary } from './swap.ts'

/** A device that could stand in for a canary, or why it can not. */
export type CanaryChoice<D extends CanaryCandidate = CanaryCandidate> = {
  readonly device: D
  /** why it may never be a canary; null when it may */
  readonly refused: string | null
  /** what nobody would stand for any more */
  readonly loses: readonly string[]
}

export type Fitness = 'fits' | 'loses' | 'refused'

export const fitness = ({ refused, loses }: Pick<CanaryChoice, 'refused' | 'loses'>): Fitness =>
  refused !== null ? 'refused' : loses.length > 0 ? 'loses' : 'fits'

/**
 * Whom a person may put in place of one canary: first those that keep the coverage, best watched first; then those that
 * lose some of it; last those that may never be one, because to see why is worth more than to miss them.
 */
export function canaryChoices<D extends CanaryCandidate>(
  picks: readonly Canary[],
  candidates: readonly D[],
  take: string,
): readonly CanaryChoice<D>[] {
  const others = picks.filter(({ device }) => device.deviceId !== take)
  const kept = new Set(others.flatMap(({ covers }) => covers))
  const owed = new Set(
    picks.flatMap(({ device, covers }) => (device.deviceId === take ? covers : [])).filter((label) => !kept.has(label)),
  )
  const chosen = new Set(picks.map(({ device }) => device.deviceId))
  return candidates
    .filter(({ deviceId }) => !chosen.has(deviceId))
    .map((device) => ({ device, refused: whyNotCanary(device, others), loses: lost(owed, device) }))
    .toSorted((a, b) => rank(a) - rank(b) || a.loses.length - b.loses.length || bestFirst(a.device, b.device))
}

const RANK = { fits: 0, loses: 1, refused: 2 } satisfies Record<Fitness, number>

const rank = (choice: CanaryChoice) => RANK[fitness(choice)]

function lost(owed: ReadonlySet<string>, device: CanaryCandidate): readonly string[] {
  const stands = new Set(standsFor(device))
  return [...owed].filter((label) => !stands.has(label)).toSorted()
}
