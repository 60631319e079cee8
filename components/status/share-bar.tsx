import type { DeviceState } from '../../server/protocol/device-state.ts'
import { cn } from '../ui/cn.ts'
import { DEVICE_STATE } from './device-state.ts'
import { STATE_ORDER } from './state-order.ts'

const FILL = {
  ok: 'bg-ok',
  run: 'bg-run',
  warn: 'bg-warn',
  fail: 'bg-fail',
  off: 'bg-transparent',
} as const

// Best first, what has not happened last: the bar fills from the left.
const ORDER: readonly DeviceState[] = [
  'healthy',
  'verifying',
  'installing',
  'degraded',
  'rolling-back',
  'rolled-back',
  'dark',
  'silent',
  'failed',
  'quarantined',
  'skipped',
  'pending',
]

/** Shares of one wave in one line. Anybody there at all gets at least two pixels: one failure in 5 000 is seen. */
export function ShareBar({
  counts,
  label,
  className,
}: {
  counts: Partial<Record<DeviceState, number>>
  label: string
  className?: string
}) {
  const present = ORDER.filter((state) => (counts[state] ?? 0) > 0)
  const text = STATE_ORDER.filter((state) => (counts[state] ?? 0) > 0)
    .map((state) => `${counts[state]} ${DEVICE_STATE[state].label.toLowerCase()}`)
    .join(', ')
  return (
    <span
      role="img"
      aria-label={`${label}: ${text || 'no devices'}`}
      className={cn('mark flex h-2 overflow-hidden rounded-mark bg-sunken inset-ring inset-ring-border', className)}
    >
      {present.map((state) => (
        <span
          key={state}
          style={{ flexGrow: counts[state] }}
          className={cn(
            'fill min-w-0.5 basis-0',
            FILL[DEVICE_STATE[state].mark.colour],
            DEVICE_STATE[state].tone === 'run' && 'striped',
          )}
        />
      ))}
    </span>
  )
}
