import { ARMS, type Arm, armName } from '../../protocol/arm.ts'
import { type ArmsReading, COMPARED, type Compared, type ComparedRow } from '../../protocol/comparison.ts'
import type { Measurement } from '../../protocol/evidence.ts'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { counted, rounded } from '../counted.ts'
import { errorRatePercent } from '../gate/measurement.ts'
import { quantile } from '../gate/sketch.ts'
import { wasExposed } from '../rollout/expose.ts'
import type { Look } from '../rollout/look.ts'
import type { DeviceFacts } from '../rollout/rollout.ts'
import { tQuantile } from './t-quantile.ts'

/** Fewer have no interval worth showing. */
const FEWEST_PAIRS = 3

type Metric = {
  readonly name: string
  readonly unit: ComparedRow['unit']
  readonly higherIsBetter: boolean
  /** of one device; null: not measured */
  value(device: DeviceFacts, measured: Measurement | undefined): number | null
}

const METRICS: Readonly<Record<Compared, Metric>> = {
  'error-rate': {
    name: 'Error rate',
    unit: '%',
    higherIsBetter: false,
    value: (_, measured) => (measured ? errorRatePercent(measured) : null),
  },
  'p95-latency': {
    name: 'P95 latency',
    unit: 'ms',
    higherIsBetter: false,
    value: (_, measured) => (measured ? quantile(measured.latency, 0.95) : null),
  },
  memory: { name: 'Memory', unit: '%', higherIsBetter: false, value: (_, measured) => measured?.memoryPercent ?? null },
  restarts: {
    name: 'Restarts',
    unit: 'count',
    higherIsBetter: false,
    value: (device) => (device.reported === null ? null : device.restarts),
  },
  health: {
    name: 'Healthy devices',
    unit: '%',
    higherIsBetter: true,
    // Silent and dark count against their arm: nobody wins by saying nothing.
    value: (device) => (device.state === 'healthy' ? 100 : 0),
  },
  functional: {
    name: 'Functional checks passed',
    unit: '%',
    higherIsBetter: true,
    value: ({ health }) => FUNCTIONAL[health?.functional.status ?? 'unknown'],
  },
}

const FUNCTIONAL = { healthy: 100, degraded: 50, unhealthy: 0, unknown: null } as const

/**
 * the two arms side by side. A difference is one of pairs that are alike, with an interval that holds for all metrics
 * together; one that covers 0 shows nothing. Read once, when the stated time is over: who looks often sees one at some time.
 */
export function compareArms({ since, until }: { since: Instant; until: Instant }, seen: Look): ArmsReading {
  const { now } = seen
  const rows = COMPARED.map((metric) => rowOf(metric, seen))
  return { at: now, window: { from: since, to: now }, rows, ...conclude(rows, now < until) }
}

function rowOf(metric: Compared, seen: Look): ComparedRow {
  const { name, unit, value } = METRICS[metric]
  const values = new Map<DeviceId, number>()
  const walked = seen.devices.filter((device) => device.arm !== null && wasExposed(device))
  for (const device of walked) {
    const one = value(device, seen.facts.arms?.devices.get(device.deviceId)) ?? null
    if (one !== null) values.set(device.deviceId, one)
  }
  const side = (arm: Arm) => {
    const mine = walked.filter((device) => device.arm === arm)
    const measured = mine.flatMap(({ deviceId }) => values.get(deviceId) ?? [])
    return { n: measured.length, of: mine.length, median: median(measured) }
  }
  const sides = { a: side('a'), b: side('b') }
  const apart = (seen.rollout.plan.arms?.pairs ?? []).flatMap((pair) => {
    const [a, b] = [values.get(pair.a), values.get(pair.b)]
    return a === undefined || b === undefined ? [] : [b - a]
  })
  const difference = interval(apart)
  return {
    metric,
    name,
    unit,
    ...sides,
    difference,
    ...judge(METRICS[metric], sides, difference, seen.rollout.policy.gate.minCoveragePercent),
  }
}

function judge(
  { unit, higherIsBetter }: Metric,
  sides: Pick<ComparedRow, 'a' | 'b'>,
  difference: ComparedRow['difference'],
  coveragePercent: number,
): Pick<ComparedRow, 'better' | 'because'> {
  if (!difference) {
    const [few] = ARMS.filter((arm) => sides[arm].n === 0)
    return {
      better: 'no-data',
      because: few
        ? `Nothing was measured of arm ${armName(few)}.`
        : `At least ${FEWEST_PAIRS} pairs measured on both sides are needed.`,
    }
  }
  const { low, high, value } = difference
  if (low <= 0 && high >= 0)
    return {
      better: 'neither',
      because: `The interval of ${counted(difference.pairs, 'pair')} covers 0.`,
    }
  const better: Arm = value > 0 === higherIsBetter ? 'b' : 'a'
  const { n, of } = sides[better]
  if (100 * n < coveragePercent * of)
    return {
      better: 'no-data',
      because: `Arm ${armName(better)} looks better, but was measured on ${n} of ${of} devices: what is missing never wins.`,
    }
  return {
    better,
    because: `Arm ${armName(better)} is better by ${shown(Math.abs(value), unit)}, between ${shown(Math.min(Math.abs(low), Math.abs(high)), unit)} and ${shown(Math.max(Math.abs(low), Math.abs(high)), unit)}, over ${counted(difference.pairs, 'pair')}.`,
  }
}

function conclude(rows: readonly ComparedRow[], early: boolean): Pick<ArmsReading, 'says' | 'because'> {
  if (early)
    return {
      says: 'too-early',
      because: 'Both arms run side by side; what the numbers say is read when the time is over.',
    }
  const of = (arm: Arm) => rows.filter((row) => row.better === arm).map((row) => row.name.toLowerCase())
  const [a, b] = [of('a'), of('b')]
  const words = (arm: Arm, names: readonly string[]) => `arm ${armName(arm)} is better in ${names.join(', ')}`
  if (a.length > 0 && b.length > 0)
    return {
      says: 'mixed',
      because: `The numbers are divided: ${words('a', a)}; ${words('b', b)}. A person weighs them.`,
    }
  if (a.length > 0) return { says: 'a', because: `The numbers are for arm A: ${words('a', a)}, worse in nothing.` }
  if (b.length > 0) return { says: 'b', because: `The numbers are for arm B: ${words('b', b)}, worse in nothing.` }
  return rows.every((row) => row.better === 'no-data')
    ? { says: 'no-data', because: 'Too little was measured to compare the arms.' }
    : { says: 'no-difference', because: 'No difference shown between the arms: that is not proof that there is none.' }
}

function interval(apart: readonly number[]): ComparedRow['difference'] {
  const pairs = apart.length
  if (pairs < FEWEST_PAIRS) return null
  const value = apart.reduce((sum, one) => sum + one, 0) / pairs
  const variance = apart.reduce((sum, one) => sum + (one - value) ** 2, 0) / (pairs - 1)
  const half = tQuantile(pairs - 1) * Math.sqrt(variance / pairs)
  return { value, low: value - half, high: value + half, pairs }
}

function median(values: readonly number[]): number | null {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  const upper = sorted[middle] ?? 0
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? 0) + upper) / 2
}

const UNIT = { '%': ' points', ms: ' ms', count: '' } as const
const shown = (value: number, unit: ComparedRow['unit']) => `${rounded(value)}${UNIT[unit]}`
