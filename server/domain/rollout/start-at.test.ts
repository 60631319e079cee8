import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { startOf, startRefusal } from './start-at.ts'

const now = Date.parse('2026-11-25T18:00:00Z') as Instant

test.each([
  { name: 'no time at all', at: undefined, refused: null },
  { name: 'tonight, in another offset', at: '2026-11-26T02:00:00+01:00', refused: null },
  { name: 'a time that is over', at: '2026-11-25T17:59:00Z', refused: 'is over' },
  { name: 'next quarter', at: '2027-02-01T00:00:00Z', refused: 'within 30 days' },
])('a start may be set: $name', ({ at, refused }) => {
  const because = startRefusal(at, now)
  if (refused) expect(because).toContain(refused)
  else expect(because).toBeNull()
})

test('an offset is kept to', () => {
  expect(startOf('2026-11-26T02:00:00+01:00')).toBe(Date.parse('2026-11-26T01:00:00Z'))
})
