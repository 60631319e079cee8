import { expect, test } from 'vitest'
import type { Freeze } from '../../protocol/calendar.ts'
import type { Instant } from '../../protocol/ids.ts'
import { holdOf } from './hold.ts'

const at = (text: string) => Date.parse(text) as Instant
const NOW = at('2026-11-25T12:00:00Z')
const oslo = {
  id: 'oslo-plant',
  name: 'Oslo plant',
  timeZone: 'Europe/Oslo',
  windows: [{ days: [3], from: '22:00', to: '23:00' }],
}
const freeze = (more: Partial<Freeze> = {}): Freeze => ({
  id: 'f',
  sites: [],
  from: NOW,
  until: at('2026-12-01T08:00:00Z'),
  reason: 'stocktaking',
  by: 'Olive',
  ...more,
})

test('outside its window a site says in its own time when it opens', () => {
  expect(holdOf(oslo, [], NOW)).toEqual({
    because: 'The maintenance window of Oslo plant opens at Wed 25 Nov 22:00 (Europe/Oslo).',
    until: at('2026-11-25T21:00:00Z'),
  })
})

test('a freeze outranks the window, and names its owner and its reason', () => {
  expect(holdOf(oslo, [freeze()], at('2026-11-25T21:30:00Z'))?.because).toBe(
    'Oslo plant is frozen until Tue 1 Dec 09:00 (Europe/Oslo) by Olive: stocktaking.',
  )
})

test.each([
  { name: 'of another site', freeze: freeze({ sites: ['lyon'] }) },
  { name: 'that is over', freeze: freeze({ from: at('2026-11-01T00:00:00Z'), until: NOW }) },
  { name: 'that comes later', freeze: freeze({ from: at('2026-11-26T00:00:00Z') }) },
])('a freeze $name holds nothing', ({ freeze: other }) => {
  expect(holdOf({ ...oslo, windows: [] }, [other], NOW)).toBeNull()
})
