import { expect, test } from 'vitest'
import { STANDARD_POLICY } from './default-policies.ts'
import { downloadRefusal, downloadsUnder, transferTime } from './downloads.ts'

/** 900 s to install, 60 s of them to prove itself. */
const capped = (bytesPerSecondPerSite: number) => ({
  ...STANDARD_POLICY,
  ramp: { ...STANDARD_POLICY.ramp, bytesPerSecondPerSite },
})
const MB = 1_000_000

test.each([
  { cap: 0, largest: 50 * MB, downloads: null },
  { cap: MB, largest: 50 * MB, downloads: { atOnce: 4, bytesPerSecond: 250_000 } },
  { cap: MB, largest: 200 * MB, downloads: { atOnce: 2, bytesPerSecond: 500_000 } },
  { cap: MB, largest: 800 * MB, downloads: { atOnce: 1, bytesPerSecond: MB } },
  { cap: 3, largest: 1, downloads: { atOnce: 3, bytesPerSecond: 1 } },
])('$largest bytes under $cap a second: as many at once as are done in time', ({ cap, largest, downloads }) => {
  expect(downloadsUnder(capped(cap), largest)).toEqual(downloads)
  expect((downloads?.atOnce ?? 0) * (downloads?.bytesPerSecond ?? 0)).toBeLessThanOrEqual(cap)
})

test('what could never arrive in time is refused, and says what it would take', () => {
  expect(downloadRefusal(capped(MB), 840 * MB)).toBeNull()
  expect(downloadRefusal(capped(0), 9000 * MB)).toBeNull()
  expect(downloadRefusal(capped(MB), 900 * MB)).toBe(
    'Bytes per second of a site: the largest artifact, 900.0 MB, takes 15 min at 1.0 MB/s, and a device has 14 min for it before it counts as failed. Allow more bytes per second, or more time to install.',
  )
})

test('a wave takes as long as the line of its busiest site', () => {
  const devices = [
    { siteId: 'north', bytes: 10 * MB },
    { siteId: 'south', bytes: 30 * MB },
    { siteId: 'south', bytes: 30 * MB },
  ]
  expect(transferTime(devices, MB)).toEqual({ seconds: 60, because: 'south moves 60.0 MB at 1.0 MB/s at most: 1 min.' })
})
