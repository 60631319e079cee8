import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { driftHistory, HOUR_MS } from './history.ts'

const NOW = (1_000_000 * 3 * HOUR_MS + 5) as Instant

test('[R-164] a week of drift is 56 points, each the most there was; where nobody counted there is a gap', () => {
  const hour = (back: number, drifted: number) => ({ at: (NOW - 5 - back * HOUR_MS) as Instant, drifted })
  const history = driftHistory([hour(0, 4), hour(1, 2), hour(2, 7), hour(200, 99)], NOW)
  expect(history).toHaveLength(56)
  expect(history.at(-1)).toEqual({ at: NOW - 5, drifted: 4 })
  expect(history.at(-2)).toMatchObject({ drifted: 7 })
  expect(history.at(-3)).toMatchObject({ drifted: null })
  expect(history.filter(({ drifted }) => drifted !== null)).toHaveLength(2)
})
