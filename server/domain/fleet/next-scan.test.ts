import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import type { ScanRhythm } from '../../protocol/views/scan-view.ts'
import { nextScan, rhythmWords } from './next-scan.ts'

const at = (text: string) => Date.parse(text) as Instant

const CASES: readonly { name: string; rhythm: ScanRhythm; now: string; next: string | null }[] = [
  { name: 'off is never', rhythm: { kind: 'off' }, now: '2026-11-25T10:00Z', next: null },
  { name: 'an interval', rhythm: { kind: 'every', minutes: 90 }, now: '2026-11-25T10:00Z', next: '2026-11-25T11:30Z' },
  {
    name: 'the next time of today',
    rhythm: { kind: 'daily', times: ['14:30', '02:30'] },
    now: '2026-11-25T10:00Z',
    next: '2026-11-25T14:30Z',
  },
  {
    name: 'the first of tomorrow when today is over',
    rhythm: { kind: 'daily', times: ['14:30', '02:30'] },
    now: '2026-11-25T14:30Z',
    next: '2026-11-26T02:30Z',
  },
]

test.each(CASES)('$name', ({ rhythm, now, next }) => {
  expect(nextScan(rhythm, at(now))).toBe(next === null ? null : at(next))
})

test('a rhythm is said in words', () => {
  expect(rhythmWords({ kind: 'every', minutes: 360 })).toBe('every 6 h')
  expect(rhythmWords({ kind: 'daily', times: ['14:30', '02:30'] })).toBe('daily at 02:30, 14:30 UTC')
})
