import type { EvidenceRow, Metric } from '../../server/protocol/evidence.ts'
import { count, floored, signed } from '../ui/numbers.ts'

export const METRIC = {
  'failed-devices': 'Failed devices',
  'crash-loop': 'Crash loops',
  unreachable: 'Unreachable',
  memory: 'Memory, worst device',
  'error-rate': 'Error rate',
  'p95-latency': 'P95 latency',
  cpu: 'CPU, mean',
  coverage: 'Devices reporting',
  'fleet-error-rate': 'Error rate, all deployed',
  'fleet-health': 'Health, all deployed',
  trend: 'Trend over waves',
} as const satisfies Record<Metric, string>

export function withUnit(value: number, unit: EvidenceRow['unit']): string {
  switch (unit) {
    case '%':
      return `${floored(value)}\u202f%`
    case 'ms':
      return `${floored(value)}\u202fms`
    case 'devices':
      return count(value)
    default:
      return unit satisfies never
  }
}

export function deltaText(delta: NonNullable<EvidenceRow['delta']>): string {
  switch (delta.unit) {
    case 'points':
      return `${cut(delta.value)}\u202fpt`
    case '%':
      return `${cut(delta.value)}\u202f%`
    case 'devices':
      return signed(Math.round(delta.value)).replace(/\.00$/, '')
    default:
      return delta.unit satisfies never
  }
}

function cut(value: number): string {
  const size = floored(Math.abs(value))
  if (Number(size) === 0) return '0'
  return `${value > 0 ? '+' : '−'}${size}`
}
