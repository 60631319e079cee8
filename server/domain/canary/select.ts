import { grouped } from '../by-text.ts'
import { counted } from '../counted.ts'
import { type CanaryCandidate, labelsOf, standsFor, strata, stratumOf, whyNoCanary } from './candidate.ts'
import { type Certificate, certify } from './certify.ts'
import { type Choice, smallestCover } from './cover.ts'
import { bestFirst, fill } from './fill.ts'

export type Pick = {
  readonly device: CanaryCandidate
  readonly because: string
  /** strata and groups it stands for */
  readonly covers: readonly string[]
}

export type CanarySelection = {
  readonly picks: readonly Pick[]
  /** a stratum or group nobody may stand for: a pre-flight failure that names it (D-01) */
  readonly uncovered: readonly { readonly stratum: string; readonly because: string }[]
  /** said when coverage needs more devices than the percentage allows (D-01) */
  readonly exceedsCap: string | null
  /** devices of the cohort that may not be canaries, alike ones counted together, the first few named */
  readonly passedOver: readonly {
    readonly because: string
    readonly devices: number
    readonly named: readonly { readonly deviceId: string; readonly name: string }[]
  }[]
  readonly certificate: Certificate
}

/**
 * The smallest set that stands for every hardware type in every region it occurs in (R-039) and for every group (R-040),
 * then filled up to the percentage; best watched first (R-041), never offline, a single point of failure (R-042) or a
 * device with known issues (R-043), never two of one redundancy group. Coverage wins over the percentage and says so
 * (D-01). The same candidates in any order give the same canary.
 */
export function selectCanary(candidates: readonly CanaryCandidate[], percent: number): CanarySelection {
  const wanted = Math.max(1, Math.ceil((candidates.length * percent) / 100))
  const eligible = candidates.filter((device) => whyNoCanary(device) === null)
  const elements = [...labelsOf(candidates)].toSorted()
  const kinds = kindsOf(eligible, elements)
  const cover = smallestCover(elements.length, kinds)
  const covering = betterWatched(
    cover.picks.flatMap((pick) => kinds[pick] ?? []),
    kinds,
  )
  const taken = covering.map((kind) => kind.best)
  const more = fill(eligible, candidates, taken, wanted)
  return {
    picks: [
      ...taken.map((device) => picked(device, `stands for ${standsFor(device).join(', ')}; ${whyBest(device)}`)),
      ...more.map((device) => picked(device, `fills the ${percent} %; from ${stratumOf(device)}, ${whyBest(device)}`)),
    ],
    uncovered: whyNobody(
      cover.uncovered.flatMap((element) => elements[element] ?? []),
      candidates,
    ),
    exceedsCap: excess(taken.length, wanted, candidates, percent),
    passedOver: passedOver(candidates),
    certificate: certify(cover, elements),
  }
}

/** Devices that are alike to the cover: each kind covers the same and has the same rivals. Best watched first. */
type Kind = Choice & { readonly best: CanaryCandidate }

function kindsOf(eligible: readonly CanaryCandidate[], elements: readonly string[]): readonly Kind[] {
  const number = new Map(elements.map((element, n) => [element, n]))
  const nameOf = strata()
  const kinds = grouped(eligible, (device) =>
    device.groups.length === 0 && device.redundancyGroup === null
      ? nameOf(device)
      : `${nameOf(device)}\u0000${device.redundancyGroup ?? ''}\u0000${device.groups.toSorted().join('\u0000')}`,
  )
  return [...kinds.values()]
    .map((alike) => alike.reduce((best, device) => (bestFirst(device, best) < 0 ? device : best)))
    .toSorted(bestFirst)
    .map((best) => ({
      best,
      rival: best.redundancyGroup,
      covers: [...new Set(standsFor(best))].flatMap((element) => number.get(element) ?? []),
    }))
}

/**
 * Each pick gives way to a better watched kind that covers what only it covers: the size stays, the sight improves. One
 * that moves on frees its rivals, so all are asked again until none moves; each move is a better sight, so that ends.
 */
function betterWatched(picks: readonly Kind[], kinds: readonly Kind[]): readonly Kind[] {
  const byStratum = grouped(kinds, (kind) => stratumOf(kind.best))
  const times = new Map<number, number>()
  const rivals = new Set<string>()
  const count = (kind: Kind, by: number) => {
    for (const element of kind.covers) times.set(element, (times.get(element) ?? 0) + by)
    if (kind.rival !== null) by > 0 ? rivals.add(kind.rival) : rivals.delete(kind.rival)
  }
  const better = (pick: Kind): Kind => {
    count(pick, -1)
    const owed = pick.covers.filter((element) => (times.get(element) ?? 0) === 0)
    const found =
      byStratum
        .get(stratumOf(pick.best))
        ?.find(
          (kind) =>
            kind.best.monitoringFidelity > pick.best.monitoringFidelity &&
            (kind.rival === null || !rivals.has(kind.rival)) &&
            owed.every((element) => kind.covers.includes(element)),
        ) ?? pick
    count(found, 1)
    return found
  }
  for (const pick of picks) count(pick, 1)
  let settled = picks
  for (;;) {
    const next = settled.map(better)
    if (next.every((kind, n) => kind === settled[n])) return settled
    settled = next
  }
}

const picked = (device: CanaryCandidate, because: string): Pick => ({ device, because, covers: standsFor(device) })

const whyBest = (device: CanaryCandidate) =>
  `watched at fidelity ${device.monitoringFidelity} of 5, online, no known issue`

/** Completes a pre-flight item: who there is, and why none of them. One walk over the fleet, however many are uncovered. */
function whyNobody(labels: readonly string[], candidates: readonly CanaryCandidate[]): CanarySelection['uncovered'] {
  if (labels.length === 0) return []
  const reasons = new Map(labels.map((label) => [label, [] as (string | null)[]]))
  for (const device of candidates) for (const label of standsFor(device)) reasons.get(label)?.push(whyNoCanary(device))
  return labels.map((stratum) => ({ stratum, because: nobodyFor(stratum, reasons.get(stratum) ?? []) }))
}

function nobodyFor(label: string, why: readonly (string | null)[]): string {
  if (why.includes(null))
    return `no canary stands for ${label}: each device that may shares a redundancy group with another canary`
  const tally = (reason: string) => why.filter((one) => one === reason).length
  return `no canary may stand for ${label}: of ${counted(why.length, 'device')}, ${tally('offline')} offline, ${tally('single point of failure')} single points of failure, ${tally('known issue')} with known issues`
}

const NAMED = 5

function passedOver(candidates: readonly CanaryCandidate[]): CanarySelection['passedOver'] {
  const out = candidates.flatMap((device) => {
    const because = whyNoCanary(device)
    return because === null ? [] : [{ because, device }]
  })
  return [...grouped(out, (one) => one.because)].map(([because, alike]) => ({
    because,
    devices: alike.length,
    named: alike.slice(0, NAMED).map(({ device: { deviceId, name } }) => ({ deviceId, name })),
  }))
}

function excess(
  covering: number,
  wanted: number,
  candidates: readonly CanaryCandidate[],
  percent: number,
): string | null {
  if (covering <= wanted) return null
  const types = new Set(candidates.map((device) => device.hardwareType)).size
  const regions = new Set(candidates.map((device) => device.region)).size
  const groups = new Set(candidates.flatMap((device) => device.groups)).size
  const share = Math.trunc((1000 * covering) / candidates.length) / 10
  const what = `${counted(types, 'hardware type')} × ${counted(regions, 'region')}${groups > 0 ? ` and ${counted(groups, 'group')}` : ''}`
  return `${share} %: ${what} need ${covering} devices; the ${percent} % cap is exceeded.`
}
