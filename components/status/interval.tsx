import type { EvidenceRow } from '../../server/protocol/evidence.ts'
import { deltaText } from './metric.ts'
import type { Tone } from './tone.ts'
import { ROW_VERDICT } from './verdict.ts'

const WIDTH = 112
const HEIGHT = 20
const INK = {
  ok: 'fill-ok stroke-ok',
  run: 'fill-run stroke-run',
  warn: 'fill-warn stroke-warn',
  fail: 'fill-fail stroke-fail',
  wait: 'fill-off stroke-off',
  off: 'fill-off stroke-off',
} as const satisfies Record<Tone, string>

/** Where the difference lies against its limit: ├─●─┤ with the limit as a tick, zero as a hair line. */
export function Interval({ row }: { row: EvidenceRow }) {
  if (!row.delta) return null
  const { value, low, high, limit } = row.delta
  const x = scale([0, value, low ?? value, high ?? value, limit])
  const ink = INK[ROW_VERDICT[row.verdict].tone]
  const middle = HEIGHT / 2
  return (
    <svg
      role="img"
      aria-label={sentence(row.delta)}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      width={WIDTH}
      height={HEIGHT}
      className="mark block"
    >
      <rect x={x(limit)} y={3} width={WIDTH - x(limit)} height={HEIGHT - 6} className="fill-sunken" />
      <line x1={x(0)} x2={x(0)} y1={5} y2={HEIGHT - 5} className="stroke-border" strokeWidth={1} />
      <line x1={x(limit)} x2={x(limit)} y1={2} y2={HEIGHT - 2} className="stroke-text" strokeWidth={1.5} />
      {low !== null && high !== null && (
        <g className={ink} strokeWidth={1.5}>
          <line x1={x(low)} x2={x(high)} y1={middle} y2={middle} />
          <line x1={x(low)} x2={x(low)} y1={middle - 4} y2={middle + 4} />
          <line x1={x(high)} x2={x(high)} y1={middle - 4} y2={middle + 4} />
        </g>
      )}
      <circle cx={x(value)} cy={middle} r={3.5} className={ink} />
    </svg>
  )
}

function scale(values: number[]): (value: number) => number {
  const low = Math.min(...values)
  const high = Math.max(...values)
  const span = high - low || 1
  return (value) => 6 + ((value - low) / span) * (WIDTH - 20)
}

function sentence(delta: NonNullable<EvidenceRow['delta']>): string {
  const limit = deltaText({ ...delta, value: delta.limit })
  if (delta.low === null || delta.high === null) return `Difference ${deltaText(delta)}, limit ${limit}`
  const low = deltaText({ ...delta, value: delta.low })
  return `Difference ${deltaText(delta)}, between ${low} and ${deltaText({ ...delta, value: delta.high })}, limit ${limit}`
}
