import fc from 'fast-check'
import { expect, test } from 'vitest'
import { canonicalJson } from './canonical-json.ts'

test('keys in any order, numbers in any form: one text', () => {
  const one = canonicalJson(JSON.parse('{"b":{"y":1.0,"x":[1,{"d":1e1,"c":null}]},"a":true}'))
  const other = canonicalJson(JSON.parse('{"a":true,"b":{"x":[1,{"c":null,"d":10}],"y":1}}'))
  expect(one).toBe(other)
  expect(one).toBe('{"a":true,"b":{"x":[1,{"c":null,"d":10}],"y":1}}')
})

test('the order of a list and the kind of a value do make a difference', () => {
  expect(canonicalJson([1, 2])).not.toBe(canonicalJson([2, 1]))
  expect(canonicalJson({ a: '1' })).not.toBe(canonicalJson({ a: 1 }))
  expect(canonicalJson({ a: null })).not.toBe(canonicalJson({}))
})

test('it is JSON of the same value', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const plain: unknown = JSON.parse(JSON.stringify(value))
      expect(JSON.parse(canonicalJson(plain))).toEqual(plain)
    }),
  )
})
