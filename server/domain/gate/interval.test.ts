import { expect, test } from 'vitest'
import { errorRateDelta } from './interval.ts'
import { NOTHING_MEASURED } from './measurement.ts'

const of = (errors: number, requests: number) => ({ ...NOTHING_MEASURED, errors, requests })

test('the interval of a difference of error rates matches the published example (Newcombe 1998, 56/70 − 48/80)', () => {
  const delta = errorRateDelta(of(48, 80), of(56, 70))
  expect(delta?.value).toBeCloseTo(20, 5)
  expect(delta?.low).toBeCloseTo(5.24, 1)
  expect(delta?.high).toBeCloseTo(33.39, 1)
})

test('without requests on either side there is no difference to speak of', () => {
  expect(errorRateDelta(of(0, 0), of(1, 10))).toBeNull()
  expect(errorRateDelta(of(1, 10), of(0, 0))).toBeNull()
})
