import type { PolicyField } from '../../../server/protocol/policy-field.ts'
import { bytes, count, duration, measured } from '../../ui/numbers.ts'

/** What a number is written in: seconds are read as minutes or hours where the policy's own number is whole in them. */
export type Unit = { readonly word: string; readonly size: number }

export function unitOf({ unit }: PolicyField, shipped: number): Unit {
  if (unit === 'percent') return { word: '%', size: 1 }
  if (unit === 'points') return { word: 'points', size: 1 }
  if (unit === 'bytes-per-second') return { word: 'kB/s', size: 1000 }
  if (unit === 'count') return { word: '', size: 1 }
  if (shipped >= 7200 && shipped % 3600 === 0) return { word: 'h', size: 3600 }
  return shipped >= 120 && shipped % 60 === 0 ? { word: 'min', size: 60 } : { word: 's', size: 1 }
}

export function shownValue({ unit }: Pick<PolicyField, 'unit'>, value: number): string {
  switch (unit) {
    case 'seconds':
      return value < 1 && value > 0 ? `${value}\u00a0s` : duration(value)
    case 'percent':
      return `${number(value)}\u00a0%`
    case 'points':
      return `${number(value)}\u00a0points`
    case 'bytes-per-second':
      return `${bytes(value)}/s`
    case 'count':
      return count(value)
  }
}

export const number = (value: number) => (Number.isInteger(value) ? count(value) : measured(value))
