'use client'

import { memo } from 'react'
import {
  CartesianGrid,
  ComposedChart,
  Line,
  ReferenceArea,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import type { RolloutChartsView } from '../../server/protocol/views/rollout-view.ts'
import { useZone } from '../live/time.tsx'
import { clockTime } from '../live/time-text.ts'
import { measured } from '../ui/numbers.ts'
import { TICK, TIME_AXIS, TOOLTIP, valueAxis } from './looks.ts'
import { niceTicks } from './nice-ticks.ts'

type Props = { chart: RolloutChartsView['charts'][number]; view: RolloutChartsView }

/** Baseline grey and dashed with its band, now solid in the accent, the limit a line; a gap is a gap. */
export const MetricChart = memo(function MetricChart({ chart, view }: Props) {
  const zone = useZone()
  const time = (at: number) => clockTime(at, view.serverTime, zone, true)
  if (chart.points.every((point) => point.old === null && point.new === null))
    return (
      <p className="flex h-full items-center justify-center rounded-control bg-sunken text-muted text-secondary">
        No data yet
      </p>
    )
  const ticks = niceTicks(highestOf(chart))
  return (
    <div role="img" aria-label={`${chart.title}: ${chart.sentence}`} className="mark h-full">
      <ResponsiveContainer width="100%" height="100%">
        <ComposedChart data={chart.points} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--color-border)" strokeDasharray="2 3" />
          <XAxis {...TIME_AXIS} tickFormatter={time} minTickGap={48} />
          <YAxis {...valueAxis(ticks)} width={40} tickFormatter={String} />
          {chart.baseline && (
            <ReferenceArea
              y1={chart.baseline.low}
              y2={chart.baseline.high}
              fill="var(--color-off)"
              fillOpacity={0.14}
              stroke="none"
            />
          )}
          {chart.baseline && <ReferenceLine y={chart.baseline.value} stroke="var(--color-off)" strokeDasharray="4 3" />}
          {view.soak && (
            <ReferenceArea
              x1={view.soak.from}
              x2={view.soak.to}
              fill="var(--color-run)"
              fillOpacity={0.07}
              stroke="none"
              ifOverflow="hidden"
            />
          )}
          {view.deployedAt !== null && (
            <ReferenceLine
              x={view.deployedAt}
              stroke="var(--color-text)"
              ifOverflow="hidden"
              label={{
                value: 'deployed',
                position: lateIn(chart, view.deployedAt) ? 'insideTopRight' : 'insideTopLeft',
                ...TICK,
              }}
            />
          )}
          {chart.limit !== null && (
            <ReferenceLine
              y={chart.limit}
              stroke="var(--color-fail)"
              strokeWidth={1.25}
              label={{ value: 'limit', position: 'insideTopRight', fill: 'var(--color-fail-text)', fontSize: 11 }}
            />
          )}
          <Line
            dataKey="old"
            name="Old version"
            stroke="var(--color-off)"
            strokeDasharray="4 3"
            strokeWidth={1.25}
            dot={false}
            isAnimationActive={false}
            connectNulls={false}
          />
          <Line
            dataKey="new"
            name="New version"
            stroke="var(--color-run)"
            strokeWidth={1.75}
            dot={false}
            isAnimationActive={false}
            connectNulls={false}
          />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(at) => time(Number(at))}
            formatter={(value) => `${measured(Number(value))} ${chart.unit}`}
          />
        </ComposedChart>
      </ResponsiveContainer>
    </div>
  )
})

/** Near the right edge the word stands left of its line, where there is room. */
function lateIn({ points }: Props['chart'], at: number): boolean {
  const from = points[0]?.at ?? at
  const to = points.at(-1)?.at ?? at
  return at - from > 0.7 * (to - from)
}

function highestOf({ points, limit, baseline }: Props['chart']): number {
  return Math.max(limit ?? 0, baseline?.high ?? 0, ...points.map((point) => Math.max(point.old ?? 0, point.new ?? 0)))
}
