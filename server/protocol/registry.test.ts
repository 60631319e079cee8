import { describe, expect, it } from 'vitest'
import { Groups, Labels, TimeZone } from './registry.ts'

describe('[R-158] words of the registry', () => {
  it.each([
    ['Europe/Oslo', true],
    ['UTC', true],
    ['America/Argentina/Buenos_Aires', true],
    ['+02:00', false],
    ['Oslo', false],
    ['', false],
    ['Europe/Oslo; drop table', false],
  ])('time zone %s: %s', (name, good) => {
    expect(TimeZone.safeParse(name).success).toBe(good)
  })

  it('groups are a set', () => {
    expect(Groups.parse(['b', 'a', 'b'])).toEqual(['a', 'b'])
    expect(Groups.safeParse(['no spaces']).success).toBe(false)
  })

  it('labels are bounded', () => {
    expect(Labels.safeParse({ 'a b': '1' }).success).toBe(false)
    expect(Labels.safeParse(Object.fromEntries(Array.from({ length: 51 }, (_, n) => [`k${n}`, '']))).success).toBe(
      false,
    )
  })
})
