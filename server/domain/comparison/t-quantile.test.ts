import { expect, test } from 'vitest'
import { tQuantile } from './t-quantile.ts'

/** Of 1 − 0.05 / 12, checked by numeric integration. */
test.each([
  [1, 76.39],
  [2, 10.886],
  [3, 6.2315],
  [5, 4.2193],
  [10, 3.2768],
  [30, 2.8247],
  [120, 2.6827],
])('with %i degrees of freedom it is %f', (freedom, expected) => {
  expect(Math.abs(tQuantile(freedom) / expected - 1)).toBeLessThan(0.003)
})
