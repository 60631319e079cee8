export const TICK = { fill: 'var(--color-muted)', fontSize: 11 }

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
