import { describe, expect, it } from 'vitest'
import { bytes, count, duration, measured, percentOf, plural, signed } from './numbers.ts'

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ')

describe('numbers as people read them', () => {
  it('groups thousands with a space', () => expect(plain(count(12480))).toBe('12 480'))
  it.each([
    [999, 1000, '99 %'],
    [1000, 1000, '100 %'],
    [0, 60, '0 %'],
    [1, 5000, '< 1 %'],
    [0, 0, '–'],
  ])('says that %i of %i is %s, never rounding up', (part, total, text) =>
    expect(plain(percentOf(part, total))).toBe(text),
  )
  it('counts one device and two devices', () => {
    expect(plain(plural(1, 'device'))).toBe('1 device')
    expect(plain(plural(2, 'device'))).toBe('2 devices')
  })
  it.each([
    [0, '0'],
    [0.4251, '0.43'],
    [13.37, '13.4'],
    [3, '3'],
    [1310.2, '1 310'],
  ])('shows %f as %s', (value, text) => expect(plain(measured(value))).toBe(text))
  it('signs a difference with a real minus', () => {
    expect(signed(2.4)).toBe('+2.40')
    expect(signed(-0.7)).toBe('−0.70')
    expect(signed(0)).toBe('0')
  })
  it.each([
    [45, '45 s'],
    [372, '6 m 12 s'],
    [60, '1 m'],
    [12_000, '3 h 20 m'],
    [187_200, '2 d 4 h'],
    [-3, '0 s'],
  ])('says %i seconds as %s', (seconds, text) => expect(plain(duration(seconds))).toBe(text))
  it.each([
    [512, '512 B'],
    [14_200, '14.2 KB'],
    [1_400_000_000_000, '1.4 TB'],
  ])('says %i bytes as %s', (value, text) => expect(plain(bytes(value))).toBe(text))
})
