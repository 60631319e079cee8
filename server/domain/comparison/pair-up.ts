import { type Ack, accept, refuse } from '../../protocol/ack.ts'
import type { Arm } from '../../protocol/arm.ts'
import type { ArmPair, PlanArms } from '../../protocol/comparison.ts'
import { byText, grouped } from '../by-text.ts'
import { stratumOf, whyNoCanary } from '../canary/candidate.ts'
import { counted, rounded } from '../counted.ts'
import type { PlanDevice } from '../rollout/plan-device.ts'

/** Name and version of each arm, for sentences. */
export type ArmWords = Readonly<Record<Arm, string>>

export type PairedUp = {
  readonly arms: PlanArms
  readonly armOf: ReadonlyMap<PlanDevice, Arm>
  readonly canary: readonly PlanDevice[]
  /** the wave after the canary: the other pairs */
  readonly compared: readonly PlanDevice[]
}

/** A difference of fewer pairs has no interval worth showing. */
const FEWEST_PAIRS = 3

/**
 * two disjoint subsets that are alike. Each canary gets a partner of its hardware type, region and, where there is one,
 * groups; more such pairs follow from all strata in proportion, up to the percentage. Which of a pair tries which version is a
 * coin that falls the same way each time. Never a single point of failure, a known issue or two of one redundancy group.
 */
export function pairUp(
  picks: readonly PlanDevice[],
  cohort: readonly PlanDevice[],
  percent: number,
  words: ArmWords,
): Ack<PairedUp> {
  const most = Math.floor((cohort.length * percent) / 100)
  const free = new Free(cohort.filter((device) => whyNoCanary(device) === null))
  for (const pick of picks) free.take(pick)
  const first = picks.map((pick) => ({ pick, partner: free.partnerOf(pick) }))
  const alone = first.flatMap(({ pick, partner }) => (partner ? [] : [pick]))
  const canaryPairs = first.flatMap(({ pick, partner }) => (partner ? [[pick, partner] as const] : []))
  const canary = [...canaryPairs.flat(), ...alone]
  if (canary.length + 2 > most)
    return refuse(
      'conflict',
      `R-023: a canary for both arms takes ${counted(canary.length, 'device')}, one more pair ${canary.length + 2}; ${rounded(percent)} % of ${cohort.length} are ${most}. Compare a larger share, or select fewer hardware types, regions and groups.`,
    )
  const comparedPairs = free.pairs(most - canary.length)
  const pairs = [...canaryPairs, ...comparedPairs]
  if (comparedPairs.length === 0 || pairs.length < FEWEST_PAIRS)
    return refuse(
      'conflict',
      `R-023: only ${counted(pairs.length, 'pair')} of devices alike can be made for the two arms, at least ${FEWEST_PAIRS} are needed, one of them after the canary: two of the same hardware type in the same region, online, no single point of failure, no known issue. Widen the selection.`,
    )
  const compared = comparedPairs.flat()
  if (canary.length + compared.length >= cohort.length)
    return refuse('conflict', 'R-001: the two arms would be the whole fleet at once. Widen the selection.')
  const armOf = new Map<PlanDevice, Arm>()
  for (const [one, other] of pairs) {
    const heads = fallsHeads(`${one.deviceId} ${other.deviceId}`)
    armOf.set(one, heads ? 'a' : 'b')
    armOf.set(other, heads ? 'b' : 'a')
  }
  alone.forEach((device, n) => {
    armOf.set(device, n % 2 === 0 ? 'a' : 'b')
  })
  const pairedIn = (wave: number) => (pair: readonly [PlanDevice, PlanDevice]) => pairOf(pair, wave, armOf)
  const share = rounded((100 * (canary.length + compared.length)) / cohort.length)
  return accept({
    canary,
    compared,
    armOf,
    arms: {
      a: { words: words.a },
      b: { words: words.b },
      pairs: [...canaryPairs.map(pairedIn(0)), ...comparedPairs.map(pairedIn(1))],
      percentOfCohort: share,
      because: `${counted(pairs.length, 'pair')} of the same hardware type in the same region: a coin says which tries ${words.a} and which ${words.b}. Together ${share} % of the fleet.`,
      unmatched: unmatched(alone, cohort, armOf),
    },
  })
}

/** Who may still be taken, by what has to be alike, the same in whatever order they came. */
class Free {
  readonly #strata: ReadonlyMap<string, PlanDevice[]>
  readonly #taken = new Set<PlanDevice>()
  readonly #rivals = new Set<string>()

  constructor(eligible: readonly PlanDevice[]) {
    this.#strata = grouped(eligible.toSorted(byText((device) => device.deviceId)), stratumOf)
  }

  take(device: PlanDevice): void {
    this.#taken.add(device)
    if (device.redundancyGroup !== null) this.#rivals.add(device.redundancyGroup)
  }

  partnerOf(device: PlanDevice): PlanDevice | null {
    const near = (this.#strata.get(stratumOf(device)) ?? []).filter((other) => this.#isFree(other))
    const [best] = near.toSorted((a, b) => distance(device, a) - distance(device, b))
    if (best) this.take(best)
    return best ?? null
  }

  /** More pairs, one from each stratum in turn. */
  pairs(most: number): readonly (readonly [PlanDevice, PlanDevice])[] {
    const found: (readonly [PlanDevice, PlanDevice])[] = []
    const open = new Set(this.#strata.values())
    while (open.size > 0)
      for (const stratum of open) {
        if (2 * (found.length + 1) > most) return found
        const pair = this.#next(stratum)
        if (pair) found.push(pair)
        else open.delete(stratum)
      }
    return found
  }

  #next(stratum: readonly PlanDevice[]): readonly [PlanDevice, PlanDevice] | null {
    const one = stratum.find((device) => this.#isFree(device))
    if (!one) return null
    this.take(one)
    const other = this.partnerOf(one)
    return other ? [one, other] : null
  }

  #isFree = (device: PlanDevice) =>
    !this.#taken.has(device) && (device.redundancyGroup === null || !this.#rivals.has(device.redundancyGroup))
}

/** Other groups weigh more than being watched less well. */
const distance = (one: PlanDevice, other: PlanDevice) =>
  (sameGroups(one, other) ? 0 : 10) + Math.abs(one.monitoringFidelity - other.monitoringFidelity)

const sameGroups = (one: PlanDevice, other: PlanDevice) =>
  one.groups.toSorted().join('\u0000') === other.groups.toSorted().join('\u0000')

function pairOf(
  [one, other]: readonly [PlanDevice, PlanDevice],
  wave: number,
  armOf: ReadonlyMap<PlanDevice, Arm>,
): ArmPair {
  const [a, b] = armOf.get(one) === 'a' ? [one, other] : [other, one]
  const groups = sameGroups(one, other) ? (one.groups.length > 0 ? `, ${one.groups.join(', ')}` : '') : ', other groups'
  return { a: a.deviceId, b: b.deviceId, wave, because: `${stratumOf(one)}${groups}` }
}

function unmatched(
  alone: readonly PlanDevice[],
  cohort: readonly PlanDevice[],
  armOf: ReadonlyMap<PlanDevice, Arm>,
): PlanArms['unmatched'] {
  const strata = new Set([...armOf.keys()].map(stratumOf))
  const nobody = cohort.filter((device) => !strata.has(stratumOf(device)))
  const tried = [...grouped(alone, (device) => stratumOf(device))].map(([stratum, some]) => ({
    because: `nobody else of ${stratum} may be tried on: in one arm only, watched by its gate and not compared`,
    devices: some.length,
  }))
  const untried = [...grouped(nobody, (device) => stratumOf(device))].map(([stratum, some]) => ({
    because: `no two of ${stratum} may be tried on`,
    devices: some.length,
  }))
  return [...tried, ...untried]
}

/** FNV-1a: the same plan each time, and nobody chooses. */
function fallsHeads(text: string): boolean {
  let hash = 0x811c9dc5
  for (let n = 0; n < text.length; n++) hash = Math.imul(hash ^ text.charCodeAt(n), 0x01000193)
  return ((hash >>> 16) & 1) === 0
}
