import { expect, test } from 'vitest'
import { windowWords } from './window-words.ts'

test.each([
  { days: [1, 2, 3, 4, 5, 6, 7], words: 'Daily 22:00–04:00' },
  { days: [1, 2, 3, 4, 5], words: 'Mon–Fri 22:00–04:00' },
  { days: [6, 7], words: 'Sat, Sun 22:00–04:00' },
  { days: [7, 1, 2, 3, 5], words: 'Mon–Wed, Fri, Sun 22:00–04:00' },
])('$days is read as $words', ({ days, words }) => {
  expect(windowWords({ days, from: '22:00', to: '04:00' })).toBe(words)
})
