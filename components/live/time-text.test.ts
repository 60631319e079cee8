import { describe, expect, it } from 'vitest'
import { ago, clockTime, exactTime } from './time-text.ts'

const noon = Date.UTC(2026, 10, 21, 12, 0, 5)
const day = 86_400_000

describe('times as people read them', () => {
  it('is the time of day today', () => expect(clockTime(noon, noon + 1000, 'UTC', true)).toBe('12:00:05'))
  it('can do without seconds', () => expect(clockTime(noon, noon, 'UTC', false)).toBe('12:00'))
  it('names the day before today', () => expect(clockTime(noon - day, noon, 'UTC', true)).toBe('20 Nov 12:00'))
  it('is in the zone of the reader', () => expect(clockTime(noon, noon, 'Europe/Berlin', true)).toBe('13:00:05'))
  it('names the zone in records', () => expect(exactTime(noon, 'UTC')).toContain('12:00:05 UTC'))
  it.each([
    [0, 'just now'],
    [-2000, 'just now'],
    [59_999, '59 s ago'],
    [60_000, '1 m ago'],
    [7_200_000, '2 h ago'],
    [3 * day, '3 d ago'],
  ])('says of %i ms: %s', (passed, text) => expect(ago(passed).replaceAll('\u00a0', ' ')).toBe(text))
})
