import { expect, it } from 'vitest'
import type { DeviceId } from '../../../server/protocol/ids.ts'
import { readSwaps, swapped, writeSwaps } from './swaps.ts'

const id = (text: string) => text as DeviceId
const swap = (take: string, instead: string | null) => ({
  take: id(take),
  instead: instead === null ? null : id(instead),
})

it('reads swaps as they stand in the address, whatever the ids hold', () => {
  const swaps = [swap('a>b', 'c,d'), swap('e', null)]
  expect(readSwaps(writeSwaps(swaps))).toEqual(swaps)
  expect(readSwaps(['', 'a', '>b', 'a>b>c', '%'])).toEqual([])
})

it.each([
  ['one more', [swap('a', 'b')], swap('c', 'd'), [swap('a', 'b'), swap('c', 'd')]],
  ['another instead of the first', [swap('a', 'b')], swap('b', 'c'), [swap('a', 'c')]],
  ['back to the computed one', [swap('a', 'b')], swap('b', 'a'), []],
  ['nobody instead', [swap('a', 'b')], swap('b', null), [swap('a', null)]],
])('%s', (_, before, next, after) => {
  expect(swapped(before, next)).toEqual(after)
})
