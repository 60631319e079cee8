import { DDSketch } from '@datadog/sketches-js'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SKETCH_RELATIVE_ERROR, sketchBin } from '../../protocol/sketch.ts'
import { mergeSketches, quantile, quantileInterval, sketchCount } from './sketch.ts'

const latencies = fc.array(fc.double({ min: 0.02, max: 60_000, noNaN: true }), { minLength: 1, maxLength: 300 })
const sketchOf = (values: readonly number[]) => mergeSketches(values.map((value) => ({ [sketchBin(value)]: 1 })))

test('any quantile is within 2 % of the true one', () => {
  fc.assert(
    fc.property(latencies, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const sorted = values.toSorted((a, b) => a - b)
      const truth = sorted[Math.floor(q * (sorted.length - 1))] ?? 0
      const estimate = quantile(sketchOf(values), q) ?? 0
      expect(Math.abs(estimate - truth) / truth).toBeLessThanOrEqual(SKETCH_RELATIVE_ERROR + 1e-9)
    }),
  )
})

test('merging sketches is the same as sketching everything at once', () => {
  fc.assert(
    fc.property(latencies, latencies, (a, b) => {
      expect(mergeSketches([sketchOf(a), sketchOf(b)])).toEqual(sketchOf([...a, ...b]))
    }),
  )
})

test('it agrees with the reference implementation', () => {
  fc.assert(
    fc.property(latencies, (values) => {
      const reference = new DDSketch({ relativeAccuracy: SKETCH_RELATIVE_ERROR })
      for (const value of values) reference.accept(value)
      const theirs = reference.getValueAtQuantile(0.95)
      const ours = quantile(sketchOf(values), 0.95) ?? 0
      expect(Math.abs(ours - theirs) / theirs).toBeLessThan(0.045)
    }),
  )
})

test('the interval of a quantile holds the quantile and narrows as more is measured', () => {
  const values = Array.from({ length: 2000 }, (_, n) => 10 + (n % 100))
  const few = quantileInterval(sketchOf(values.slice(0, 100)), 0.95)
  const many = quantileInterval(sketchOf(values), 0.95)
  const middle = quantile(sketchOf(values), 0.95) ?? 0
  expect(many?.low).toBeLessThanOrEqual(middle)
  expect(many?.high).toBeGreaterThanOrEqual(middle)
  expect((many?.high ?? 0) - (many?.low ?? 0)).toBeLessThan((few?.high ?? 0) - (few?.low ?? 0))
})

test('nothing measured has no quantile', () => {
  expect(quantile({}, 0.95)).toBeNull()
  expect(sketchCount({})).toBe(0)
})
