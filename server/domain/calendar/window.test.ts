import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { opening } from './window.ts'

const at = (text: string) => Date.parse(text) as Instant
const NIGHTS = [{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '04:00' }]

test('a site without windows is always open', () => {
  expect(opening([], 'Europe/Oslo', at('2026-01-01T12:00:00Z'))).toEqual({ open: true, until: null })
})

describe('a window over midnight, by the clock of the site', () => {
  it.each([
    { name: 'before it', now: '2026-11-25T20:59:00Z', opening: { open: false, at: at('2026-11-25T21:00:00Z') } },
    { name: 'when it opens', now: '2026-11-25T21:00:00Z', opening: { open: true, until: at('2026-11-26T03:00:00Z') } },
    { name: 'past midnight', now: '2026-11-26T02:59:00Z', opening: { open: true, until: at('2026-11-26T03:00:00Z') } },
    { name: 'when it closes', now: '2026-11-26T03:00:00Z', opening: { open: false, at: at('2026-11-26T21:00:00Z') } },
    {
      name: 'in summer an hour earlier',
      now: '2026-07-01T20:00:00Z',
      opening: { open: true, until: at('2026-07-02T02:00:00Z') },
    },
  ])('$name', ({ now, opening: expected }) => {
    expect(opening(NIGHTS, 'Europe/Oslo', at(now))).toEqual(expected)
  })
})

test('a window that begins in the hour the clock leaves out in spring begins after it', () => {
  const sunday = [{ days: [7], from: '02:30', to: '05:00' }]
  const found = opening(sunday, 'Europe/Oslo', at('2026-03-28T12:00:00Z'))
  expect(found).toEqual({ open: false, at: at('2026-03-29T01:30:00Z') })
})

test('the hour the clock shows twice in autumn belongs to a window once it has begun', () => {
  const sunday = [{ days: [7], from: '02:30', to: '05:00' }]
  expect(opening(sunday, 'Europe/Oslo', at('2026-10-25T01:45:00Z'))).toMatchObject({ open: true })
})

test('windows that touch are one', () => {
  const twice = [
    { days: [3], from: '20:00', to: '22:00' },
    { days: [3], from: '22:00', to: '23:00' },
  ]
  expect(opening(twice, 'UTC', at('2026-11-25T20:30:00Z'))).toEqual({ open: true, until: at('2026-11-25T23:00:00Z') })
})

const time = fc
  .tuple(fc.nat(23), fc.nat(59))
  .map(([hours, minutes]) => `${String(hours).padStart(2, '0')}:${String(minutes).padStart(2, '0')}`)
const window = fc.record({
  days: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
  from: time,
  to: time,
})

test('a closed site opens within eight days, and is open then; an open one is closed or open for another reason at its end', () => {
  const zones = fc.constantFrom('UTC', 'Europe/Oslo', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata')
  fc.assert(
    fc.property(
      fc.array(window, { minLength: 1, maxLength: 4 }),
      zones,
      fc.integer({ min: at('2026-01-01T00:00:00Z'), max: at('2028-01-01T00:00:00Z') }),
      (windows, zone, now) => {
        const found = opening(windows, zone, now as Instant)
        if (!found.open) {
          expect(found.at).toBeGreaterThan(now)
          expect(found.at - now).toBeLessThanOrEqual(8 * 86_400_000)
          expect(opening(windows, zone, found.at).open).toBe(true)
          expect(opening(windows, zone, (found.at - 1) as Instant).open).toBe(false)
        } else {
          expect(found.until).toBeGreaterThan(now)
          expect(opening(windows, zone, ((found.until ?? 0) - 1) as Instant).open).toBe(true)
        }
      },
    ),
    { numRuns: 200 },
  )
})
