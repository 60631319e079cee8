import { describe, expect, it } from 'vitest'
import { storableInstant, storableInteger, storableJson, storableText } from './storable.ts'

describe('what a device may say and PostgreSQL cannot hold', () => {
  it('loses its NULs in text', () => expect(storableText('a\u0000b')).toBe('ab'))
  it('loses its NULs in JSON', () => expect(JSON.parse(storableJson({ a: 'x\u0000' }))).toEqual({ a: 'x\ufffd' }))
  it('loses lone surrogates in JSON', () => expect(JSON.parse(storableJson(['\ud800']))).toEqual(['\ufffd']))
  it('keeps paired surrogates and other control characters', () =>
    expect(JSON.parse(storableJson(['😀\u0001']))).toEqual(['😀\u0001']))
  it('counts as far as 32 bits go', () => expect(storableInteger(2 ** 40)).toBe(2 ** 31 - 1))
  it('keeps a clock that ran away within four-digit years', () =>
    expect(storableInstant(Number.MAX_SAFE_INTEGER)).toMatch(/^9999-/))
})
