import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { calibration, DAY_MS, SOON_DAYS } from './calibration.ts'

test.each([
  [null, 'unknown'],
  [99, 'due'],
  [100, 'due'],
  [101, 'soon'],
  [100 + SOON_DAYS * DAY_MS, 'soon'],
  [101 + SOON_DAYS * DAY_MS, 'valid'],
])('[R-114] calibrated until %s, now 100: %s', (until, is) => {
  expect(calibration(until as Instant | null, 100 as Instant)).toBe(is)
})
