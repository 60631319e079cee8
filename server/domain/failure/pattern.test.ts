import { expect, test } from 'vitest'
import { failurePattern } from './pattern.ts'

const failed = (hardwareType: string, reason: string, count: number) =>
  Array.from({ length: count }, () => ({ hardwareType, region: 'eu', reason }))
const exposed = [...failed('jetson', '', 6), ...failed('rpi5', '', 6), ...failed('gateway', '', 4)]

test.each([
  {
    name: 'the same failure on every type',
    kind: 'artifact',
    all: [
      ...failed('jetson', 'crash-loop', 5),
      ...failed('rpi5', 'crash-loop', 5),
      ...failed('gateway', 'crash-loop', 3),
    ],
  },
  {
    name: 'the same failure on most, the rest sent back before they answered',
    kind: 'artifact',
    all: [...failed('jetson', 'smoke-test-failed', 4), ...failed('rpi5', 'smoke-test-failed', 4)],
  },
  { name: 'one type only', kind: 'compatibility', all: failed('rpi5', 'smoke-test-failed', 4) },
  {
    name: 'network or disk',
    kind: 'infrastructure',
    all: [...failed('jetson', 'download-failed', 2), ...failed('rpi5', 'download-failed', 2)],
  },
  {
    name: 'nothing in common',
    kind: 'unknown',
    all: [
      ...failed('jetson', 'crash-loop', 1),
      ...failed('rpi5', 'smoke-test-failed', 1),
      ...failed('gateway', 'start-failed', 1),
    ],
  },
])('[R-129] $name → $kind', ({ kind, all }) => {
  expect(failurePattern(all, exposed)).toMatchObject({ kind, because: expect.stringMatching(/\d/) })
})

test('[R-129] below three failures nothing is said', () => {
  expect(failurePattern(failed('rpi5', 'crash-loop', 2), exposed)).toBeNull()
})
