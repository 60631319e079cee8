import { expect, it } from 'vitest'
import { niceTicks } from './nice-ticks.ts'

it.each([
  [5.3, [0, 2, 4, 6]],
  [90, [0, 50, 100]],
  [0.42, [0, 0.2, 0.4, 0.6]],
  [0, [0, 1]],
  [Number.NaN, [0, 1]],
])('an axis up to %f has the ticks %j', (highest, ticks) => expect(niceTicks(highest)).toEqual(ticks))
