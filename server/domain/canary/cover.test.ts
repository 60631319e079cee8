import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Choice, smallestCover } from './cover.ts'

const choices = fc.array(
  fc.record({
    covers: fc.subarray([0, 1, 2, 3, 4, 5], { minLength: 1 }),
    rival: fc.constantFrom(null, null, 'a', 'b', 'c'),
  }),
  { maxLength: 10 },
)

/** Every subset without rivals: most covered first, then fewest picks. */
function bruteForce(all: readonly Choice[]): { covered: number; picks: number } {
  let best = { covered: 0, picks: 0 }
  for (let mask = 0; mask < 1 << all.length; mask++) {
    const some = all.filter((_, n) => mask & (1 << n))
    const rivals = some.flatMap(({ rival }) => rival ?? [])
    if (new Set(rivals).size < rivals.length) continue
    const covered = new Set(some.flatMap(({ covers }) => covers)).size
    if (covered > best.covered || (covered === best.covered && some.length < best.picks))
      best = { covered, picks: some.length }
  }
  return best
}

test('[B-09] never worse than brute force, and exact where it says so', () => {
  fc.assert(
    fc.property(choices, (all) => {
      const cover = smallestCover(6, all)
      expect(cover.exact).toBe(true)
      expect({ covered: 6 - cover.uncovered.length, picks: cover.picks.length }).toEqual(bruteForce(all))
    }),
    { numRuns: 400 },
  )
})

test('[B-09] no two elements of the lower bound are covered by one choice, and no cover is smaller than the bound', () => {
  fc.assert(
    fc.property(choices, (all) => {
      const cover = smallestCover(6, all)
      for (const { covers } of all)
        expect(covers.filter((element) => cover.apart.includes(element)).length).toBeLessThanOrEqual(1)
      if (cover.uncovered.every((element) => all.every(({ covers }) => !covers.includes(element))))
        expect(cover.picks.length).toBeGreaterThanOrEqual(cover.apart.length)
    }),
  )
})

test('a choice that can only be had with a rival is left, and named', () => {
  const cover = smallestCover(2, [
    { covers: [0], rival: 'pair' },
    { covers: [1], rival: 'pair' },
  ])
  expect(cover).toMatchObject({ picks: [0], uncovered: [1], exact: true })
})
