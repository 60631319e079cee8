import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shaOf } from '../testing/values.ts'
import {
  addUntold,
  type Counters,
  freshMeter,
  giveBack,
  LONGEST_INTERVAL_MS,
  measure,
  merge,
  stillTold,
  taken,
  type Untold,
} from './meter.ts'

const growth = fc.record({ requests: fc.nat(500), errors: fc.nat(50), bin: fc.integer({ min: 50, max: 60 }) })

test('nothing is lost: what leaves in reports adds up to what the application counted', () => {
  fc.assert(
    fc.property(fc.array(fc.tuple(growth, fc.constantFrom('nothing', 'sent', 'lost')), { maxLength: 30 }), (story) => {
      let counters: Counters = { requests: 0, errors: 0, latencyMs: {} }
      let arrived: Counters = counters
      let meter = freshMeter(0)
      for (const [at, [grown, then]] of story.entries()) {
        counters = merge(counters, {
          requests: grown.requests,
          errors: grown.errors,
          latencyMs: { [grown.bin]: grown.requests },
        })
        meter = measure(meter, counters, at)
        if (then === 'nothing' || !meter.unsent) continue
        const { unsent, since } = meter
        meter = taken(meter, at)
        if (then === 'sent') arrived = merge(arrived, unsent)
        else meter = giveBack(meter, unsent, since)
      }
      const total = meter.unsent ? merge(arrived, meter.unsent) : arrived
      expect(total.requests).toBe(counters.requests)
      expect(total.errors).toBe(counters.errors)
      for (const [bin, count] of Object.entries(counters.latencyMs)) expect(total.latencyMs[bin] ?? 0).toBe(count)
    }),
  )
})

test('a smaller counter is a new life: all of it counts', () => {
  const before = measure(freshMeter(0), { requests: 100, errors: 1, latencyMs: { '60': 100 } }, 0)
  const after = measure(taken(before, 1), { requests: 7, errors: 0, latencyMs: { '60': 7 } }, 2)
  expect(after.unsent).toEqual({ requests: 7, errors: 0, latencyMs: { '60': 7 } })
})

test('no reading is not zero requests', () => {
  expect(measure(freshMeter(0), null, 10).unsent).toBeNull()
})

test('what was measured long before the connection came back is not passed off as now', () => {
  const old = measure(freshMeter(0), { requests: 9000, errors: 0, latencyMs: {} }, 1000)
  const now = measure(old, { requests: 9010, errors: 0, latencyMs: {} }, LONGEST_INTERVAL_MS + 2000)
  expect(now.unsent?.requests).toBe(10)
})

const life = (version: string, requests: number, until: number): Untold => ({
  producedBy: { name: 'edge-vision', version, sha256: shaOf('a'), configDigest: null },
  metrics: { requests, errors: 0, latencyMs: {} },
  until,
})

test('[R-154] lives of one release in a row are told together, those of another apart, and the oldest go first', () => {
  const lives = [life('1', 1, 1), life('1', 2, 2), life('2', 4, 3), life('1', 8, 4), life('3', 16, 5), life('4', 32, 6)]
  const untold = lives.reduce(addUntold, [] as readonly Untold[])
  expect(untold.map(({ producedBy, metrics }) => [producedBy.version, metrics.requests])).toEqual([
    ['2', 4],
    ['1', 8],
    ['3', 16],
    ['4', 32],
  ])
  expect(stillTold(untold, LONGEST_INTERVAL_MS + 5).map(({ until }) => until)).toEqual([5, 6])
})
