import fc from 'fast-check'
import { expect, test } from 'vitest'
import { backoff } from './backoff.ts'

test('full jitter: anywhere between nothing and 1 s · 2^n, never beyond five minutes', () => {
  fc.assert(
    fc.property(fc.nat(60), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, random) => {
      const pause = backoff(attempt, random)
      expect(pause).toBeGreaterThanOrEqual(0)
      expect(pause).toBeLessThanOrEqual(Math.min(300_000, 1000 * 2 ** attempt))
    }),
  )
  expect(backoff(20, 0.999)).toBeGreaterThan(299_000)
})
