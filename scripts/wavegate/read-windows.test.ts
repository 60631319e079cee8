import { expect, test } from 'vitest'
import { windowWords } from '../../server/protocol/window-words.ts'
import { readWindows } from './read-windows.ts'

test.each([
  { typed: ['Mon-Fri', '22:00-04:00'], words: ['Mon–Fri 22:00–04:00'] },
  { typed: ['Mon–Fri 22:00–04:00', 'sat,sun 00:00-00:00'], words: ['Mon–Fri 22:00–04:00', 'Sat, Sun 00:00–00:00'] },
  { typed: ['daily 02:00-03:30'], words: ['Daily 02:00–03:30'] },
  { typed: ['Fri-Mon,Wed 01:00-02:00'], words: ['Mon, Wed, Fri–Sun 01:00–02:00'] },
  { typed: [], words: [] },
])('$typed is $words', ({ typed, words }) => {
  expect(readWindows(typed).map(windowWords)).toEqual(words)
})

test.each([
  { typed: ['Mon-Fri'], says: 'days and hours in turn' },
  { typed: ['Montag 22:00-04:00'], says: 'Montag names no days' },
  { typed: ['Mon-Wed-Fri 22:00-04:00'], says: 'names no days' },
  { typed: ['Mon,Mon 22:00-04:00'], says: 'names a day twice' },
  { typed: ['Mon 22-4'], says: 'write hours and minutes' },
  { typed: ['Mon 22:00'], says: 'window 0.to' },
])('$typed is refused: $says', ({ typed, says }) => {
  expect(() => readWindows(typed)).toThrow(says)
})
