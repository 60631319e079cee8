import type { DriftView } from '../../server/protocol/views/drift-view.ts'
import { plural } from '../ui/numbers.ts'

const [WIDTH, HEIGHT, INSET] = [168, 28, 2]

/** Is it spreading? A week in one line; where nobody counted the line is broken. */
export function History({ history }: { history: DriftView['history'] }) {
  const counted = history.flatMap(({ drifted }) => drifted ?? [])
  if (counted.length < 2) return null
  const most = Math.max(...counted)
  const x = (n: number) => INSET + (n / (history.length - 1)) * (WIDTH - 2 * INSET)
  const y = (value: number) => HEIGHT - INSET - (value / Math.max(most, 1)) * (HEIGHT - 2 * INSET)
  const first = counted[0] ?? 0
  const last = counted.at(-1) ?? 0
  const trend = last > first ? 'more than' : last < first ? 'fewer than' : 'as many as'
  const sentence = `Seven days: at most ${plural(most, 'device')} at once; now ${last}, ${trend} at the beginning.`
  return (
    <figure className="mt-1 flex flex-wrap items-end gap-x-2">
      <svg
        role="img"
        aria-label={sentence}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        className="h-7 w-42 max-w-full text-drift-text"
      >
        {runsOf(history).map((run) => (
          <polyline
            key={run[0]?.n}
            points={run.map(({ n, value }) => `${x(n).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}
            fill="none"
            stroke="currentColor"
            strokeWidth={1.5}
            strokeLinecap="round"
            strokeLinejoin="round"
          />
        ))}
      </svg>
      <figcaption className="text-micro text-muted">at most {most} in 7 days</figcaption>
    </figure>
  )
}

type Point = { readonly n: number; readonly value: number }

/** What was counted without a gap; a single point is drawn as a dot. */
function runsOf(history: DriftView['history']): Point[][] {
  const runs: Point[][] = []
  let open: Point[] | null = null
  for (const [n, { drifted }] of history.entries()) {
    if (drifted === null) open = null
    else if (open) open.push({ n, value: drifted })
    else {
      open = [{ n, value: drifted }]
      runs.push(open)
    }
  }
  return runs.map((run) => (run.length === 1 ? [...run, ...run] : run))
}
