import { expect, it } from 'vitest'
import { Instant } from '../../protocol/ids.ts'
import { TokenBucket } from './token-bucket.ts'

const at = (ms: number) => Instant.parse(1_000_000 + ms)

it('lets a burst pass, then the rate', () => {
  const bucket = new TokenBucket({ perSecond: 20, burst: 60 }, at(0))
  const passed = Array.from({ length: 100 }, () => bucket.take(at(0))).filter(Boolean).length
  expect(passed).toBe(60)
  expect(bucket.take(at(49))).toBe(false)
  expect(bucket.take(at(100))).toBe(true)
})

it('a clock that steps back gives nothing and takes nothing', () => {
  const bucket = new TokenBucket({ perSecond: 1, burst: 1 }, at(10_000))
  expect(bucket.take(at(10_000))).toBe(true)
  expect(bucket.take(at(0))).toBe(false)
  expect(bucket.take(at(1_000))).toBe(true)
})
