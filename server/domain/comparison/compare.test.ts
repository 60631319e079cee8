import { expect, test } from 'vitest'
import type { Arm } from '../../protocol/arm.ts'
import type { ArmsReading } from '../../protocol/comparison.ts'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { sketchBin } from '../../protocol/sketch.ts'
import { NOTHING_MEASURED } from '../gate/measurement.ts'
import { DEMO_POLICY } from '../rollout/default-policies.ts'
import type { Look } from '../rollout/look.ts'
import type { DeviceFacts } from '../rollout/rollout.ts'
import { compareArms } from './compare.ts'

type Measured = { errors?: number; latencyMs?: number; memoryPercent?: number; silent?: boolean; restarts?: number }

const START = 1_000_000 as Instant
const id = (arm: Arm, n: number) => `${arm}-${n}` as DeviceId

/** Pairs of devices, of which 1000 requests each were measured; what `of` says nothing about is as everywhere. */
function compared(
  pairs: number,
  of: (arm: Arm, n: number) => Measured,
  now = (START + 60_000) as Instant,
): ArmsReading {
  const all = (['a', 'b'] as const).flatMap((arm) =>
    Array.from({ length: pairs }, (_, n) => ({ arm, n, ...of(arm, n) })),
  )
  const devices = all.map(({ arm, n, silent, restarts = 0 }) => ({
    deviceId: id(arm, n),
    arm,
    exposedAt: START,
    state: silent ? 'dark' : 'healthy',
    reported: silent ? null : {},
    restarts,
    health: silent ? null : { functional: { status: 'healthy' } },
  }))
  const measurements = all.flatMap(
    ({ arm, n, silent, errors = 5 + (n % 3), latencyMs = 20 + n, memoryPercent = 40 + n }) =>
      silent
        ? []
        : [
            [
              id(arm, n),
              {
                ...NOTHING_MEASURED,
                requests: 1000,
                errors,
                latency: { [sketchBin(latencyMs)]: 1000 },
                memoryPercent,
                samples: 60,
              },
            ] as const,
          ],
  )
  const seen = {
    now,
    devices: devices as unknown as DeviceFacts[],
    facts: { arms: { devices: new Map(measurements) } },
    rollout: {
      policy: DEMO_POLICY,
      plan: {
        arms: {
          pairs: Array.from({ length: pairs }, (_, n) => ({ a: id('a', n), b: id('b', n), wave: 0, because: '' })),
        },
      },
    },
  } as unknown as Look
  return compareArms({ since: START, until: (START + 60_000) as Instant }, seen)
}

const rowOf = (reading: ArmsReading, metric: string) => reading.rows.find((row) => row.metric === metric)

test('[R-023] alike arms show no difference, and that is not called proof that there is none', () => {
  const reading = compared(8, (arm, n) => ({ latencyMs: 20 + ((n * 7 + (arm === 'b' ? 3 : 0)) % 5) }))
  expect(reading).toMatchObject({ says: 'no-difference', because: expect.stringContaining('not proof') })
  expect(rowOf(reading, 'p95-latency')).toMatchObject({
    better: 'neither',
    because: expect.stringContaining('covers 0'),
  })
})

test('[R-023] one that is faster on every pair is said to be better, by how much and between which bounds', () => {
  const reading = compared(8, (arm, n) => ({ latencyMs: (arm === 'a' ? 30 : 20) + n }))
  expect(reading).toMatchObject({ says: 'b' })
  const row = rowOf(reading, 'p95-latency')
  expect(row).toMatchObject({
    better: 'b',
    a: { n: 8, of: 8 },
    because: expect.stringMatching(/^Arm B is better by .* ms, between/),
  })
  expect(row?.difference?.high).toBeLessThan(0)
})

test('[R-023] better in one and worse in another is a question for a person', () => {
  const reading = compared(8, (arm, n) => (arm === 'a' ? { latencyMs: 30 + n } : { memoryPercent: 55 + n }))
  expect(reading).toMatchObject({ says: 'mixed', because: expect.stringContaining('A person weighs them') })
})

test('[R-023] before the stated time is over nothing is concluded, whatever stands in the rows', () => {
  const early = compared(8, (arm, n) => ({ latencyMs: (arm === 'a' ? 30 : 20) + n }), (START + 30_000) as Instant)
  expect(early.says).toBe('too-early')
})

test('[R-023] missing data never wins: an arm that says less is not called better by what the rest says', () => {
  const reading = compared(8, (arm, n) => (arm === 'b' ? { latencyMs: 15 + n, silent: n < 3 } : { latencyMs: 30 + n }))
  expect(rowOf(reading, 'p95-latency')).toMatchObject({
    better: 'no-data',
    b: { n: 5, of: 8 },
    because: expect.stringContaining('what is missing never wins'),
  })
  expect(reading.says).not.toBe('b')
})

test('[R-023] an arm that went silent loses on health, not on what nobody measured', () => {
  const reading = compared(12, (arm, n) => ({ silent: arm === 'b' && n % 4 > 0 }))
  expect(rowOf(reading, 'health')).toMatchObject({ better: 'a' })
  expect(reading.says).toBe('a')
})

test('too few pairs have no interval, and nothing measured at all says so', () => {
  expect(
    rowOf(
      compared(2, () => ({})),
      'memory',
    ),
  ).toMatchObject({ difference: null, better: 'no-data' })
  expect(
    rowOf(
      compared(4, (arm) => ({ silent: arm === 'b' })),
      'memory',
    )?.because,
  ).toBe('Nothing was measured of arm B.')
})

test('one pair that is far off does not make a difference of all', () => {
  const reading = compared(6, (arm, n) => ({ errors: arm === 'b' && n === 0 ? 400 : 5 }))
  expect(rowOf(reading, 'error-rate')).toMatchObject({ better: 'neither' })
})
