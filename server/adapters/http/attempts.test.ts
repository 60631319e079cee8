import { expect, it } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { Attempts } from './attempts.ts'
import { enrolmentLimits } from './enrolment-limits.ts'

const at = (seconds: number) => (seconds * 1000) as Instant

it('everybody has a bucket of his own', () => {
  const attempts = new Attempts({ perSecond: 1, burst: 1 })
  expect(['a', 'b', 'a'].map((key) => attempts.take(key, at(0)))).toEqual([true, true, false])
  expect(attempts.take('a', at(1))).toBe(true)
})

it('remembers only so many: the one who tried longest ago is forgotten', () => {
  const attempts = new Attempts({ perSecond: 0, burst: 1 }, 2)
  expect(['a', 'b', 'a', 'c'].map((key) => attempts.take(key, at(0)))).toEqual([true, true, false, true])
  expect(['b', 'c'].map((key) => attempts.take(key, at(0)))).toEqual([true, false])
})

it('[D-11] a stranger asks once a minute a key and ten times a minute an address', () => {
  const limit = enrolmentLimits()
  expect(limit('key-1', '192.0.2.1', at(0))).toBeNull()
  expect(limit('key-1', '192.0.2.1', at(30))).toMatch(/once a minute/)
  expect(limit('key-1', '192.0.2.1', at(90))).toBeNull()
  const flood = Array.from({ length: 100 }, (_, n) => limit(`flood-${n}`, '2001:db8:0:1::1', at(200)))
  expect(flood.filter((refused) => refused === null)).toHaveLength(10)
  expect(limit('next door', '2001:db8:0:1:ffff::2', at(200))).toMatch(/come back in a minute/)
  expect(limit('elsewhere', '2001:db8:0:2::1', at(200))).toBeNull()
})
