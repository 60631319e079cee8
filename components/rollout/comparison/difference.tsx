import type { ComparedRow } from '../../../server/protocol/comparison.ts'
import { apart } from './says.ts'

const WIDTH = 112
const HEIGHT = 20

/** Where B − A lies, with 0 in the middle: an interval across the line shows no difference. */
export function Difference({ row: { difference, unit, better } }: { row: ComparedRow }) {
  if (!difference) return null
  const { value, low, high } = difference
  const most = Math.max(Math.abs(low), Math.abs(high)) || 1
  const x = (at: number) => WIDTH / 2 + (at / most) * (WIDTH / 2 - 8)
  const middle = HEIGHT / 2
  const ink = better === 'a' || better === 'b' ? 'fill-run stroke-run' : 'fill-off stroke-off'
  return (
    <svg
      role="img"
      aria-label={`B minus A: ${apart(value, unit)}, between ${apart(low, unit)} and ${apart(high, unit)}`}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className="mark block"
    >
      <line x1={WIDTH / 2} x2={WIDTH / 2} y1={2} y2={HEIGHT - 2} className="stroke-text" strokeWidth={1} />
      <g className={ink} strokeWidth={1.5}>
        <line x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
        <line x1={x(low)} x2={x(low)} y1={middle - 4} y2={middle + 4} />
        <line x1={x(high)} x2={x(high)} y1={middle - 4} y2={middle + 4} />
      </g>
      <circle cx={x(value)} cy={middle} r={3.5} className={ink} />
    </svg>
  )
}
