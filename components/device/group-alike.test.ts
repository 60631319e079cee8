import { expect, it } from 'vitest'
import { groupAlike } from './group-alike.ts'

const entry = (sentence: string, source = 'device') => ({ source, sentence, outcome: 'info' })

it('more than five neighbours that differ only in numbers are one, fewer are themselves', () => {
  const restarts = Array.from({ length: 6 }, (_, n) => entry(`Restart ${n} of 10`))
  const two = [entry('Downloading 10'), entry('Downloading 20')]
  expect(groupAlike([...restarts, ...two, entry('Restart 7 of 10')]).map((group) => group.length)).toEqual([6, 1, 1, 1])
})

it('what a person did is not what the device did, although the words are the same', () => {
  const mixed = Array.from({ length: 12 }, (_, n) => entry('Went back', n % 2 === 0 ? 'device' : 'person'))
  expect(groupAlike(mixed)).toHaveLength(12)
})
