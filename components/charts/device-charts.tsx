'use client'

import { CartesianGrid, Line, LineChart, ReferenceLine, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import type { DeviceView } from '../../server/protocol/views/device-view.ts'
import { useZone } from '../live/time.tsx'
import { clockTime } from '../live/time-text.ts'
import { measured } from '../ui/numbers.ts'
import { TIME_AXIS, TOOLTIP, valueAxis } from './looks.ts'
import { niceTicks } from './nice-ticks.ts'

type Metrics = DeviceView['metrics']

const CHARTS = [
  { key: 'errorRate', title: 'Error rate', unit: '%' },
  { key: 'p95Ms', title: 'P95 latency', unit: 'ms' },
  { key: 'cpuPercent', title: 'CPU', unit: '%' },
  { key: 'memoryPercent', title: 'Memory', unit: '%' },
] as const

/** Four curves over one clock; pointing at one points at all. */
export function DeviceCharts({ metrics, deploys }: Pick<DeviceView, 'metrics' | 'deploys'>) {
  return (
    <div className="grid md:grid-cols-2 2xl:grid-cols-4">
      {CHARTS.map((chart) => (
        <figure
          key={chart.key}
          className="min-w-0 border-b p-4 md:odd:border-r md:nth-last-[-n+2]:border-b-0 max-md:last:border-b-0 2xl:border-b-0 2xl:not-last:border-r"
        >
          <figcaption className="mb-2 flex items-baseline gap-2">
            <span className="font-medium">{chart.title}</span>
            <span className="ml-auto text-secondary">{newest(metrics, chart.key, chart.unit)}</span>
          </figcaption>
          <Curve metrics={metrics} deploys={deploys} chart={chart} />
        </figure>
      ))}
    </div>
  )
}

type CurveProps = Pick<DeviceView, 'metrics' | 'deploys'> & { chart: (typeof CHARTS)[number] }

function Curve({ metrics, deploys, chart }: CurveProps) {
  const zone = useZone()
  const now = metrics.at(-1)?.at ?? 0
  const time = (at: number) => clockTime(at, now, zone, true)
  const ticks = niceTicks(Math.max(...metrics.map((point) => point[chart.key] ?? 0)))
  return (
    <div
      role="img"
      aria-label={`${chart.title}, now ${newest(metrics, chart.key, chart.unit)}${switched(deploys.length)}`}
      className="mark h-[120px]"
    >
      <ResponsiveContainer width="100%" height="100%">
        <LineChart
          data={metrics}
          syncId="device"
          margin={{ top: 4, right: 4, bottom: 0, left: 0 }}
          accessibilityLayer={false}
        >
          <CartesianGrid vertical={false} stroke="var(--color-border)" strokeDasharray="2 3" />
          <XAxis {...TIME_AXIS} tickFormatter={time} minTickGap={56} />
          <YAxis {...valueAxis(ticks)} width={36} tickFormatter={String} />
          {deploys.map((deploy) => (
            <ReferenceLine
              key={deploy.at}
              x={deploy.at}
              stroke="var(--color-text)"
              strokeDasharray="3 2"
              label={{ value: deploy.label, position: 'insideTopLeft', fontSize: 11, fill: 'var(--color-muted)' }}
            />
          ))}
          <Line
            dataKey={chart.key}
            stroke="var(--color-run)"
            strokeWidth={1.75}
            dot={false}
            isAnimationActive={false}
            connectNulls={false}
          />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(at) => [time(Number(at)), ...versionsAt(metrics, Number(at))].join(' · ')}
            formatter={(value) => [`${measured(Number(value))} ${chart.unit}`, chart.title]}
          />
        </LineChart>
      </ResponsiveContainer>
    </div>
  )
}

/** what it was measured on. */
const versionsAt = (metrics: Metrics, at: number) => metrics.find((point) => point.at === at)?.versions ?? []

const switched = (times: number) => (times === 0 ? '' : `, switched release ${times} times meanwhile`)

function newest(metrics: Metrics, key: (typeof CHARTS)[number]['key'], unit: string): string {
  const value = metrics.findLast((point) => point[key] !== null)?.[key]
  return value === undefined || value === null ? 'no data' : `${measured(value)}\u202f${unit}`
}
