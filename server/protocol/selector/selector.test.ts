import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { KEYS, type SelectorKey } from './keys.ts'
import { parseSelector, termsIn } from './parse.ts'
import { printSelector } from './print.ts'
import { SelectorText } from './selector.ts'
import type { Term } from './term.ts'

const terms = (text: string) => {
  const parsed = parseSelector(text)
  if (!parsed.ok) throw new Error(`${parsed.at}: ${parsed.message}`)
  return parsed.selector
}

describe('the selector language', () => {
  it('reads every form of the contract’s example', () => {
    expect(terms('type:jetson-orin region:eu label.env=prod last_seen:<1h')).toEqual([
      { on: 'key', key: 'type', is: 'in', values: ['jetson-orin'] },
      { on: 'key', key: 'region', is: 'in', values: ['eu'] },
      { on: 'label', label: 'env', is: 'in', values: ['prod'] },
      { on: 'number', key: 'last_seen', is: '<', value: 3600 },
    ])
  })

  it.each([
    ['', []],
    ['   ', []],
    ['lyon', [{ on: 'text', value: 'lyon' }]],
    ['"two words"', [{ on: 'text', value: 'two words' }]],
    ['"type:x"', [{ on: 'text', value: 'type:x' }]],
    ['release:!=2.4.0', [{ on: 'key', key: 'release', is: 'not-in', values: ['2.4.0'] }]],
    ['-release:2.4.0', [{ on: 'key', key: 'release', is: 'not-in', values: ['2.4.0'] }]],
    ['-release:!=2.4.0', [{ on: 'key', key: 'release', is: 'in', values: ['2.4.0'] }]],
    ['hardware:a,b', [{ on: 'key', key: 'type', is: 'in', values: ['a', 'b'] }]],
    ['name:"a,b",c', [{ on: 'key', key: 'name', is: 'in', values: ['a,b', 'c'] }]],
    ['label.env!=prod', [{ on: 'label', label: 'env', is: 'not-in', values: ['prod'] }]],
    ['label.a.b/c=1', [{ on: 'label', label: 'a.b/c', is: 'in', values: ['1'] }]],
    ['memory_mb>=4096', [{ on: 'number', key: 'memory_mb', is: '>=', value: 4096 }]],
    ['-memory_mb:>=4096', [{ on: 'number', key: 'memory_mb', is: '<', value: 4096 }]],
    ['last_seen:>7d', [{ on: 'number', key: 'last_seen', is: '>', value: 604_800 }]],
  ] as const)('reads %j', (text, expected) => {
    expect(terms(text)).toEqual(expected)
  })

  it.each([
    ['site:"oslo', 5, 'not closed'],
    ['type:rpi5 colour:red', 10, 'There is no “colour”'],
    ['type:rpi5 sites:oslo', 10, 'did you mean site?'],
    ['status:fine', 7, 'one of healthy'],
    ['site:', 5, 'A value is missing'],
    ['site:a,,b', 5, 'An alternative is empty'],
    ['last_seen:<soon', 11, 'A time is like 30s'],
    ['memory_mb:>big', 11, 'A number is needed'],
    ['type:>3', 5, 'has no size'],
    ['(type:a)', 0, 'no brackets'],
    ['type:a or type:b', 7, 'alternatives by a comma'],
    ['label.env<3', 9, 'compared by ='],
    ['quarantined:maybe', 12, 'one of yes, no'],
  ])('points at the character of %j', (text, at, message) => {
    const parsed = parseSelector(text)
    expect(parsed).toMatchObject({ ok: false, at })
    expect(parsed.ok ? '' : parsed.message).toContain(message)
  })

  it('says the character in words at the door', () => {
    expect(SelectorText.safeParse('type:rpi5 colour:red').error?.issues[0]?.message).toContain('(character 11)')
  })

  it('tells where each condition stands', () => {
    expect(termsIn('type:a  lyon').map(({ from, to }) => [from, to])).toEqual([
      [0, 6],
      [8, 12],
    ])
  })

  it('prints what parses to the same again, whatever the values are', () => {
    const value = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme-ascii' })
    const values = fc.array(value, { minLength: 1, maxLength: 3 })
    const is = fc.constantFrom('in' as const, 'not-in' as const)
    const keys = (kind: string) => (Object.keys(KEYS) as SelectorKey[]).filter((key) => KEYS[key].kind === kind)
    const term: fc.Arbitrary<Term> = fc.oneof(
      value.map((text): Term => ({ on: 'text', value: text })),
      fc.record({ on: fc.constant('label' as const), label: fc.stringMatching(/^[a-z][a-z0-9_-]{0,8}$/), is, values }),
      fc.record({ on: fc.constant('key' as const), key: fc.constantFrom(...keys('text')), is, values }),
      fc.record({
        on: fc.constant('number' as const),
        key: fc.constantFrom(...keys('number'), ...keys('age')),
        is: fc.constantFrom('<', '<=', '>', '>=', '=', '!=' as const),
        value: fc.nat(10_000_000),
      }),
    )
    fc.assert(
      fc.property(fc.array(term, { maxLength: 5 }), (selector) => {
        expect(terms(printSelector(selector))).toEqual(selector)
      }),
    )
  })
})
