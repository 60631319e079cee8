/** One thing that may be picked: what it covers, and what it shares with others that may not be picked beside it. */
export type Choice = {
  /** numbers of the elements it covers */
  readonly covers: readonly number[]
  /** at most one choice of each rival may be picked; null rivals nobody */
  readonly rival: string | null
}

export type Cover = {
  /** places in `choices`, ascending */
  readonly picks: readonly number[]
  /** elements no pick covers: nobody can, or only rivals of what was picked */
  readonly uncovered: readonly number[]
  /** elements of which no two can be covered by one choice: each needs a pick of its own */
  readonly apart: readonly number[]
  /** every smaller set was tried or ruled out */
  readonly exact: boolean
}

/** So much is searched and no more: a plan has to come in a second, and the same everywhere. */
const MOST_STEPS = 20_000
const MOST_ELEMENTS = 64

/**
 * The fewest choices that cover all elements that can be covered; of equal ones the earlier in `choices`. Exact for up to
 * 64 elements within 20,000 steps of search, and whenever the greedy answer meets its lower bound; otherwise greedy, at
 * most `picks − apart` too many. An element is left out only when its choices are rivals of other picks.
 */
export function smallestCover(elements: number, choices: readonly Choice[]): Cover {
  const of = choicesOf(elements, choices)
  const coverable = of.flatMap((some, element) => (some.length > 0 ? [element] : []))
  const apart = farApart(coverable, choices, of)
  const quick = greedy(coverable, choices, of)
  const met = quick.left.length === 0 && quick.picks.length === apart.length
  const searched = met || coverable.length > MOST_ELEMENTS ? null : search(coverable, choices, of, quick)
  const best = searched?.best ?? quick
  const covered = new Set(best.picks.flatMap((pick) => choices[pick]?.covers ?? []))
  return {
    picks: best.picks.toSorted((a, b) => a - b),
    uncovered: of.flatMap((_, element) => (covered.has(element) ? [] : [element])),
    apart,
    exact: met || (searched?.finished ?? false),
  }
}

type Partial = { readonly picks: readonly number[]; readonly left: readonly number[] }

function choicesOf(elements: number, choices: readonly Choice[]): readonly (readonly number[])[] {
  const of: number[][] = Array.from({ length: elements }, () => [])
  choices.forEach(({ covers }, choice) => {
    for (const element of covers) of[element]?.push(choice)
  })
  return of
}

/** Rarest first: it needs a pick of its own the most. */
function farApart(
  coverable: readonly number[],
  choices: readonly Choice[],
  of: readonly (readonly number[])[],
): readonly number[] {
  const rarest = coverable.toSorted((a, b) => (of[a]?.length ?? 0) - (of[b]?.length ?? 0) || a - b)
  const apart: number[] = []
  const near = new Set<number>()
  for (const element of rarest) {
    if (near.has(element)) continue
    apart.push(element)
    for (const choice of of[element] ?? []) for (const other of choices[choice]?.covers ?? []) near.add(other)
  }
  return apart
}

/** The rarest open element gets the choice that covers most of what is open; then what became needless is dropped. */
function greedy(coverable: readonly number[], choices: readonly Choice[], of: readonly (readonly number[])[]): Partial {
  const open = new Set(coverable)
  const rivals = new Set<string>()
  const picks: number[] = []
  const left: number[] = []
  for (const element of coverable.toSorted((a, b) => (of[a]?.length ?? 0) - (of[b]?.length ?? 0) || a - b)) {
    if (!open.has(element)) continue
    let best: number | null = null
    let most = 0
    for (const choice of of[element] ?? []) {
      const { covers, rival } = choices[choice] as Choice
      if (rival !== null && rivals.has(rival)) continue
      const gain = covers.reduce((sum, one) => sum + Number(open.has(one)), 0)
      if (gain > most) {
        most = gain
        best = choice
      }
    }
    open.delete(element)
    if (best === null) {
      left.push(element)
      continue
    }
    const { covers, rival } = choices[best] as Choice
    picks.push(best)
    if (rival !== null) rivals.add(rival)
    for (const one of covers) open.delete(one)
  }
  return { picks: withoutNeedless(picks, choices), left }
}

function withoutNeedless(picks: readonly number[], choices: readonly Choice[]): readonly number[] {
  const times = new Map<number, number>()
  for (const pick of picks) for (const one of choices[pick]?.covers ?? []) times.set(one, (times.get(one) ?? 0) + 1)
  return picks.filter((pick) => {
    const covers = choices[pick]?.covers ?? []
    if (!covers.every((one) => (times.get(one) ?? 0) > 1)) return true
    for (const one of covers) times.set(one, (times.get(one) ?? 0) - 1)
    return false
  })
}

/** Leaving an element out is dearer than any number of picks. */
const LEFT_OUT = 1_000_000
const costOf = ({ picks, left }: Partial) => picks.length + LEFT_OUT * left.length

/** Branch and bound over the open element with the fewest choices. */
function search(
  coverable: readonly number[],
  choices: readonly Choice[],
  of: readonly (readonly number[])[],
  first: Partial,
): { readonly best: Partial; readonly finished: boolean } {
  let best = first
  let steps = 0
  const free = (choice: number, rivals: ReadonlySet<string>) => {
    const rival = choices[choice]?.rival ?? null
    return rival === null || !rivals.has(rival)
  }
  const visit = (open: ReadonlySet<number>, at: Partial, rivals: ReadonlySet<string>): void => {
    steps += 1
    if (steps > MOST_STEPS) return
    if (open.size === 0) {
      if (costOf(at) < costOf(best)) best = at
      return
    }
    if (costOf(at) + farApart([...open], choices, of).length >= costOf(best)) return
    let element = -1
    let usable: readonly number[] = []
    for (const one of open) {
      const some = (of[one] ?? []).filter((choice) => free(choice, rivals))
      if (element === -1 || some.length < usable.length) {
        element = one
        usable = some
      }
    }
    const gain = (choice: number) => (choices[choice] as Choice).covers.filter((one) => open.has(one)).length
    for (const choice of usable.toSorted((a, b) => gain(b) - gain(a) || a - b)) {
      const { covers, rival } = choices[choice] as Choice
      const next = new Set(open)
      for (const one of covers) next.delete(one)
      visit(next, { ...at, picks: [...at.picks, choice] }, rival === null ? rivals : new Set([...rivals, rival]))
    }
    // A choice without rivals always beats leaving its element out.
    if ((of[element] ?? []).some((choice) => choices[choice]?.rival === null)) return
    const next = new Set(open)
    next.delete(element)
    visit(next, { ...at, left: [...at.left, element] }, rivals)
  }
  visit(new Set(coverable), { picks: [], left: [] }, new Set())
  return { best, finished: steps <= MOST_STEPS }
}
