import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { calibration } from './calibration.ts'

test.each([
  [null, 'unknown'],
  [99, 'due'],
  [100, 'due'],
  [101, 'valid'],
])('[R-114] calibrated until %s, now 100: %s', (until, is) => {
  expect(calibration(until as Instant | null, 100 as Instant)).toBe(is)
})
