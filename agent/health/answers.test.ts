import { expect, test } from 'vitest'
import { difference } from './answers.ts'

test.each([
  {
    name: 'equal',
    expected: { label: 'person', scores: [0.1, 0.9] },
    actual: { label: 'person', scores: [0.1, 0.9] },
    same: true,
  },
  { name: 'more than was expected', expected: { label: 'person' }, actual: { label: 'person', took: 3 }, same: true },
  { name: 'numbers within tolerance', expected: [1, 2], actual: [1.009, 1.991], same: true },
  { name: 'a number beyond it', expected: [1, 2], actual: [1, 2.02], same: false },
  { name: 'another word', expected: { label: 'person' }, actual: { label: 'vehicle' }, same: false },
  { name: 'a missing key', expected: { label: 'person' }, actual: {}, same: false },
  { name: 'a number as text', expected: { n: 1 }, actual: { n: '1' }, same: false },
  { name: 'another length', expected: [1], actual: [1, 2], same: false },
  { name: 'nothing', expected: { a: 1 }, actual: null, same: false },
  { name: 'not a number', expected: 1, actual: Number.NaN, same: false },
])('[R-094] $name', ({ expected, actual, same }) => {
  expect(difference(expected, actual, 0.01) === null).toBe(same)
})
