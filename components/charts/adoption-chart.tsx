'use client'

import { Area, AreaChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { useZone } from '../live/time.tsx'
import { clockTime } from '../live/time-text.ts'
import { plural } from '../ui/numbers.ts'
import { TIME_AXIS, TOOLTIP, valueAxis } from './looks.ts'
import { niceTicks } from './nice-ticks.ts'

type Props = { points: readonly { at: number; devices: number }[]; now: number }

/** How many devices proved a release, step by step. */
export function AdoptionChart({ points, now }: Props) {
  const zone = useZone()
  const time = (at: number) => clockTime(at, now, zone, false)
  const most = points.at(-1)?.devices ?? 0
  const ticks = niceTicks(most)
  const shown = [...points, { at: now, devices: most }]
  return (
    <div role="img" aria-label={`Adoption: ${plural(most, 'device')} proved it so far`} className="mark h-[200px]">
      <ResponsiveContainer width="100%" height="100%">
        <AreaChart data={shown} margin={{ top: 6, right: 8, bottom: 0, left: 0 }} accessibilityLayer={false}>
          <CartesianGrid vertical={false} stroke="var(--color-border)" strokeDasharray="2 3" />
          <XAxis {...TIME_AXIS} tickFormatter={time} minTickGap={48} />
          <YAxis {...valueAxis(ticks)} width={40} />
          <Tooltip
            {...TOOLTIP}
            labelFormatter={(at) => time(Number(at))}
            formatter={(devices) => [plural(Number(devices), 'device'), 'proved it']}
          />
          <Area
            dataKey="devices"
            type="stepAfter"
            stroke="var(--color-run)"
            fill="var(--color-run)"
            fillOpacity={0.14}
            isAnimationActive={false}
          />
        </AreaChart>
      </ResponsiveContainer>
    </div>
  )
}
