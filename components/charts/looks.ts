export const TICK = { fill: 'var(--color-muted)', fontSize: 11 }

/** Every chart here runs along the same kind of clock … */
export const TIME_AXIS = {
  dataKey: 'at',
  type: 'number' as const,
  domain: ['dataMin', 'dataMax'],
  tick: TICK,
  tickLine: false,
  axisLine: { stroke: 'var(--color-border)' },
  height: 20,
}

/** … and stands on zero, up to its topmost tick. */
export const valueAxis = (ticks: readonly number[]) => ({
  tick: TICK,
  tickLine: false,
  axisLine: false,
  ticks: [...ticks],
  domain: [0, ticks.at(-1) ?? 1],
})

export const TOOLTIP = {
  isAnimationActive: false,
  contentStyle: {
    background: 'var(--color-card)',
    border: '1px solid var(--color-border)',
    borderRadius: 6,
    fontSize: 12,
    padding: '6px 10px',
  },
  itemStyle: { color: 'var(--color-text)', padding: 0 },
  labelStyle: { color: 'var(--color-muted)' },
  cursor: { stroke: 'var(--color-control)' },
} as const
