import { Ban, Equal, Hourglass, type LucideIcon, Scale, Split } from 'lucide-react'
import type { ArmsReading, ComparedRow } from '../../../server/protocol/comparison.ts'
import type { Tone } from '../../status/tone.ts'
import { floored } from '../../ui/numbers.ts'

type Look = { label: string; glyph: LucideIcon; tone: Tone }

/** What the numbers say of both arms; no colour of success: a person picks. */
export const SAYS = {
  a: { label: 'The numbers are for A', glyph: Scale, tone: 'run' },
  b: { label: 'The numbers are for B', glyph: Scale, tone: 'run' },
  mixed: { label: 'The numbers are divided', glyph: Split, tone: 'warn' },
  'no-difference': { label: 'No difference shown', glyph: Equal, tone: 'off' },
  'too-early': { label: 'Still comparing', glyph: Hourglass, tone: 'run' },
  'no-data': { label: 'Too little measured', glyph: Ban, tone: 'off' },
} as const satisfies Record<ArmsReading['says'], Look>

export const BETTER = {
  a: 'A better',
  b: 'B better',
  neither: 'No difference shown',
  'no-data': 'Too little measured',
} as const satisfies Record<ComparedRow['better'], string>

const UNIT = { '%': '\u202f%', ms: '\u202fms', count: '' } as const satisfies Record<ComparedRow['unit'], string>
/** A difference of percentages is one of points. */
const APART = { '%': '\u202fpt', ms: '\u202fms', count: '' } as const satisfies Record<ComparedRow['unit'], string>

export const level = (value: number | null, unit: ComparedRow['unit']) =>
  value === null ? '–' : `${floored(value)}${UNIT[unit]}`

export function apart(value: number, unit: ComparedRow['unit']): string {
  const size = floored(Math.abs(value))
  return Number(size) === 0 ? `0${APART[unit]}` : `${value > 0 ? '+' : '−'}${size}${APART[unit]}`
}
