import { describe, expect, it } from 'vitest'
import { DiscrepancyPolicy, STANDARD_DISCREPANCY_POLICY } from '../../protocol/discrepancy.ts'
import type { Sha256 } from '../../protocol/ids.ts'
import { type Disagreement, disagreementSentence, sameClaim, toleratedBecause } from './disagreement.ts'

const release = (version: string, digit: string) => ({ name: 'app', version, sha256: digit.repeat(64) as Sha256 })
const memory = (expected: number, reported: number): Disagreement => ({ kind: 'memory', expected, reported })

describe('[R-142] what a policy resolves by itself', () => {
  const cases: { name: string; one: Disagreement; accept?: DiscrepancyPolicy['accept']; tolerated: boolean }[] = [
    { name: 'a little memory that firmware kept', one: memory(4096, 3980), tolerated: true },
    { name: 'exactly the limit', one: memory(1000, 950), tolerated: true },
    { name: 'half the memory', one: memory(4096, 2048), tolerated: false },
    { name: 'more than expected is a difference too', one: memory(4096, 8192), tolerated: false },
    { name: 'out of nothing', one: memory(0, 1), tolerated: false },
    {
      name: 'another type, never by itself',
      one: { kind: 'hardware-type', expected: 'rpi5', reported: 'jetson-orin' },
      tolerated: false,
    },
    {
      name: 'a kind that somebody decided to accept',
      one: { kind: 'capabilities', expected: [], reported: ['camera'] },
      accept: ['capabilities'],
      tolerated: true,
    },
  ]
  it.each(cases)('$name', ({ one, accept = [], tolerated }) => {
    expect(toleratedBecause(one, { ...STANDARD_DISCREPANCY_POLICY, accept }) !== null).toBe(tolerated)
  })

  it('never another identity', () => {
    expect(DiscrepancyPolicy.safeParse({ ...STANDARD_DISCREPANCY_POLICY, accept: ['identity'] }).success).toBe(false)
  })
})

describe('a disagreement in words', () => {
  it.each([
    [memory(4096, 8192), 'Device says memory 8192 MB, registry said 4096 MB.'],
    [
      { kind: 'capabilities', expected: ['dual-slot'], reported: [] },
      'Device says capabilities none, registry said dual-slot.',
    ],
    [
      { kind: 'version', expected: null, reported: release('9.9.9', '9') },
      'Device runs app 9.9.9, which nobody asked for.',
    ],
    [
      { kind: 'version', expected: release('1.0.0', '1'), reported: release('9.9.9', '9') },
      'Device runs app 9.9.9; asked for was app 1.0.0.',
    ],
    [
      { kind: 'version', expected: release('1.0.0', '1'), reported: release('1.0.0', '9') },
      'Device runs app 1.0.0 of other bytes (999999999999…) than were asked for (111111111111…).',
    ],
  ] as const)('%#', (one, sentence) => {
    expect(disagreementSentence(one as Disagreement)).toBe(sentence)
  })

  it('knows the same claim again', () => {
    expect(sameClaim(['a', 'b'], ['b', 'a'])).toBe(true)
    expect(sameClaim(release('1', '1'), { ...release('one', '1') })).toBe(true)
    expect(sameClaim(4096, '4096')).toBe(false)
  })
})
