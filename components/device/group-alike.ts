type Alike = { readonly source: string; readonly sentence: string; readonly outcome: string }

/** Fewer are read faster one by one. */
const FEW = 5

/** Neighbours that say the same but for numbers become one group when there are more than five of them. */
export function groupAlike<E extends Alike>(entries: readonly E[]): (readonly [E, ...E[]])[] {
  const runs: [E, ...E[]][] = []
  for (const entry of entries) {
    const run = runs.at(-1)
    if (run && kindOf(run[0]) === kindOf(entry)) run.push(entry)
    else runs.push([entry])
  }
  return runs.flatMap((run) => (run.length > FEW ? [run] : run.map((entry): [E] => [entry])))
}

const kindOf = ({ source, outcome, sentence }: Alike): string =>
  `${source} ${outcome} ${sentence.replaceAll(/\d+(\.\d+)*/g, '#')}`
