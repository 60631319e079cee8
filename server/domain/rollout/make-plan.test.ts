import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeviceId } from '../../protocol/ids.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { standsFor, whyNoCanary } from '../canary/candidate.ts'
import { DEMO_POLICY } from './default-policies.ts'
import { unitsOf } from './keep-apart.ts'
import { makePlan, type UnhashedPlan } from './make-plan.ts'
import type { PlanDevice } from './plan-device.ts'

const device: fc.Arbitrary<Omit<PlanDevice, 'deviceId' | 'name'>> = fc.record({
  siteId: fc.constantFrom('s1', 's2', 's3', 's4', 's5'),
  region: fc.constantFrom('eu', 'us'),
  hardwareType: fc.constantFrom('jetson', 'rpi', 'gateway'),
  groups: fc.subarray(['pilot', 'shop', 'night']),
  redundancyGroup: fc.constantFrom(null, null, null, 'a', 'b', 'c', 'd'),
  online: fc.constantFrom(true, true, true, false),
  singlePoint: fc.constantFrom(null, null, null, 'marked'),
  knownIssue: fc.constantFrom(null, null, null, 'flaky power'),
  monitoringFidelity: fc.integer({ min: 1, max: 5 }),
  bytes: fc.constant(1000),
  excluded: fc.constantFrom(null, null, null, 'it is quarantined'),
})
const fleetOf = (most: number) =>
  fc
    .array(device, { minLength: 2, maxLength: most })
    .map((all): PlanDevice[] => all.map((one, n) => ({ ...one, deviceId: `d${n}` as DeviceId, name: `d${n}` })))
const fleet = fleetOf(200)

const ONE: PlanDevice = {
  deviceId: 'd0' as DeviceId,
  name: 'd0',
  siteId: 's',
  region: 'eu',
  hardwareType: 'rpi',
  groups: [],
  redundancyGroup: null,
  online: true,
  singlePoint: null,
  knownIssue: null,
  monitoringFidelity: 3,
  bytes: 1000,
  excluded: null,
}
const some = (count: number, change: (n: number) => Partial<PlanDevice> = () => ({})): PlanDevice[] =>
  Array.from({ length: count }, (_, n) => {
    const id = `d${String(n).padStart(2, '0')}`
    return { ...ONE, deviceId: id as DeviceId, name: id, ...change(n) }
  })

/** Within the limits of. */
const policy: fc.Arbitrary<RolloutPolicy> = fc
  .record({
    canaryPercent: fc.integer({ min: 1, max: 5 }),
    first: fc.integer({ min: 10, max: 25 }),
    later: fc.array(fc.integer({ min: 25, max: 50 }), { maxLength: 3 }),
  })
  .map(({ canaryPercent, first, later }) => ({ ...DEMO_POLICY, canaryPercent, wavePercents: [first, ...later] }))

/** Holds for every plan that can be made of the fleet. */
function holds(
  devices: PlanDevice[],
  check: (plan: UnhashedPlan, cohort: readonly PlanDevice[]) => void,
  walked: RolloutPolicy = DEMO_POLICY,
): void {
  const planned = makePlan(devices, '', walked)
  if (planned.ok)
    check(
      planned.value,
      devices.filter((one) => one.excluded === null),
    )
  else expect(planned.refusal.message).toMatch(/R-001|No device is left/)
}
const picksOf = (plan: UnhashedPlan, cohort: readonly PlanDevice[]) => {
  const ids = new Set(plan.canary.picks.map((pick) => pick.deviceId))
  return cohort.filter((one) => ids.has(one.deviceId))
}

test('[R-001] no wave ever holds the whole cohort, and every device stands in exactly one wave', () => {
  fc.assert(
    fc.property(fleet, (devices) =>
      holds(devices, (plan) => {
        expect(plan.waves.reduce((sum, wave) => sum + wave.devices, 0)).toBe(plan.cohort)
        expect(new Set(plan.order.map((one) => one.deviceId)).size).toBe(plan.cohort)
        expect(plan.cohort + plan.excluded.length).toBe(devices.length)
        for (const wave of plan.waves) expect(wave.devices).toBeLessThan(plan.cohort)
      }),
    ),
  )
})

test('[R-039] [R-040] every type in every region and every group has a canary, or is named as uncovered', () => {
  fc.assert(
    fc.property(fleet, (devices) =>
      holds(devices, (plan, cohort) => {
        const covered = new Set(picksOf(plan, cohort).flatMap(standsFor))
        const named = new Set(plan.canary.uncovered.map((one) => one.stratum))
        for (const stratum of new Set(cohort.flatMap(standsFor)))
          expect(covered.has(stratum) !== named.has(stratum), stratum).toBe(true)
      }),
    ),
  )
})

test('[R-042] [R-043] a canary is never offline, a single point of failure, with known issues or beside its stand-in', () => {
  fc.assert(
    fc.property(fleet, (devices) =>
      holds(devices, (plan, cohort) => {
        const picks = picksOf(plan, cohort)
        expect(picks.map(whyNoCanary)).toEqual(picks.map(() => null))
        const redundancy = picks.flatMap((one) => one.redundancyGroup ?? [])
        expect(new Set(redundancy).size).toBe(redundancy.length)
      }),
    ),
  )
})

test('[R-038] [D-01] the canary has as many devices as its percentage or its coverage asks for, unless too few may be one', () => {
  fc.assert(
    fc.property(fleet, policy, (devices, walked) =>
      holds(
        devices,
        (plan, cohort) => {
          const wanted = Math.ceil((cohort.length * walked.canaryPercent) / 100)
          const size = plan.canary.certificate?.size ?? 0
          expect(plan.canary.exceedsCap === null).toBe(size <= wanted)
          if (size > wanted) expect(plan.canary.exceedsCap).toContain(`the ${walked.canaryPercent} % cap is exceeded`)
          const eligible = cohort.filter((one) => whyNoCanary(one) === null)
          const most = new Set(eligible.map((one) => one.redundancyGroup ?? one.deviceId)).size
          expect(plan.canary.picks.length).toBeLessThanOrEqual(Math.max(wanted, size))
          expect(plan.canary.picks.length).toBeGreaterThanOrEqual(size)
          if (plan.canary.uncovered.length === 0 && most === eligible.length)
            expect(plan.canary.picks).toHaveLength(Math.max(size, Math.min(wanted, most)))
        },
        walked,
      ),
    ),
  )
})

test('[R-041] no covering canary can be exchanged for a better watched device of its stratum without losing coverage', () => {
  fc.assert(
    fc.property(fleet, (devices) =>
      holds(devices, (plan, cohort) => {
        const byId = new Map(cohort.map((one) => [one.deviceId, one]))
        const covering = plan.canary.picks
          .slice(0, plan.canary.certificate?.size ?? 0)
          .map((pick) => byId.get(pick.deviceId) as PlanDevice)
        for (const pick of covering) {
          const others = covering.filter((one) => one !== pick)
          const kept = new Set(others.flatMap(standsFor))
          const owed = standsFor(pick).filter((label) => !kept.has(label))
          const better = cohort.find(
            (one) =>
              whyNoCanary(one) === null &&
              one.hardwareType === pick.hardwareType &&
              one.region === pick.region &&
              one.monitoringFidelity > pick.monitoringFidelity &&
              owed.every((label) => standsFor(one).includes(label)) &&
              !others.some((other) => other.redundancyGroup !== null && other.redundancyGroup === one.redundancyGroup),
          )
          expect(better, `better than ${pick.deviceId}`).toBeUndefined()
        }
      }),
    ),
    { numRuns: 300 },
  )
})

test('[R-041] what fills the percentage is watched best, but for the last device of a site and stand-ins', () => {
  fc.assert(
    fc.property(fleet, (devices) =>
      holds(devices, (plan, cohort) => {
        const picks = picksOf(plan, cohort)
        const filled = new Set(plan.canary.picks.slice(plan.canary.certificate?.size ?? 0).map((pick) => pick.deviceId))
        const left = (one: PlanDevice) =>
          cohort.filter((other) => other.siteId === one.siteId && !picks.includes(other)).length
        const free = cohort.filter(
          (one) =>
            whyNoCanary(one) === null &&
            !picks.includes(one) &&
            left(one) > 1 &&
            !picks.some((pick) => pick.redundancyGroup !== null && pick.redundancyGroup === one.redundancyGroup),
        )
        for (const pick of picks.filter((one) => filled.has(one.deviceId)))
          for (const one of free) expect(one.monitoringFidelity).toBeLessThanOrEqual(pick.monitoringFidelity)
      }),
    ),
    { numRuns: 200 },
  )
})

test('[B-09] the canary covers with no more devices than the smallest set there is', () => {
  fc.assert(
    fc.property(fleetOf(11), (devices) =>
      holds(devices, (plan, cohort) => {
        const best = bruteForce(cohort.filter((one) => whyNoCanary(one) === null))
        const named = new Set(plan.canary.uncovered.map((one) => one.stratum))
        expect(new Set(cohort.flatMap(standsFor)).size - named.size).toBe(best.covered)
        expect(plan.canary.certificate).toMatchObject({ size: best.picks, lowerBound: best.picks })
      }),
    ),
    { numRuns: 200 },
  )
})

function bruteForce(eligible: readonly PlanDevice[]): { covered: number; picks: number } {
  let best = { covered: 0, picks: 0 }
  for (let mask = 0; mask < 1 << eligible.length; mask++) {
    const set = eligible.filter((_, n) => mask & (1 << n))
    const redundancy = set.flatMap((one) => one.redundancyGroup ?? [])
    if (new Set(redundancy).size < redundancy.length) continue
    const covered = new Set(set.flatMap(standsFor)).size
    if (covered > best.covered || (covered === best.covered && set.length < best.picks))
      best = { covered, picks: set.length }
  }
  return best
}

test('the same devices in any order give the same plan', () => {
  fc.assert(
    fc.property(fleet, fc.integer(), (devices, seed) => {
      const shuffled = devices.toSorted((a, b) => hash(a.deviceId, seed) - hash(b.deviceId, seed))
      expect(makePlan(shuffled, '', DEMO_POLICY)).toEqual(makePlan(devices, '', DEMO_POLICY))
    }),
    { numRuns: 50 },
  )
})
const hash = (text: string, seed: number) => [...text].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 9973, seed)

test('[D-02] [R-011] [R-052] [R-053] [R-054] [R-055] waves are percentages of what remains, rounded up; the last takes the rest', () => {
  fc.assert(
    fc.property(fleet, policy, (devices, walked) =>
      holds(
        devices,
        (plan) => {
          let left = plan.cohort - (plan.waves[0]?.devices ?? 0)
          plan.waves.slice(1).forEach((wave, n) => {
            const percent = walked.wavePercents[n]
            expect(wave.devices).toBe(percent === undefined ? left : Math.ceil((left * percent) / 100))
            expect(wave.percentOfRemaining).toBe(Math.trunc((1000 * wave.devices) / left) / 10)
            left -= wave.devices
            expect(wave.cumulativePercent).toBe(Math.trunc((1000 * (plan.cohort - left)) / plan.cohort) / 10)
          })
          expect(left).toBe(0)
        },
        walked,
      ),
    ),
  )
})

test('no wave takes a site or a redundancy group down whole when exchanging two devices would avoid it', () => {
  fc.assert(
    fc.property(fleetOf(40), (devices) =>
      holds(devices, (plan, cohort) => {
        const waveOf = new Map(plan.order.map((one) => [one.deviceId, one.wave]))
        const whole = (waves: ReadonlyMap<DeviceId, number>) => wholeUnits(cohort, waves)
        const now = whole(waveOf)
        expect(
          plan.waves
            .slice(1)
            .flatMap((wave) => wave.blast?.whole ?? [])
            .toSorted(),
        ).toEqual(now)
        for (const a of cohort)
          for (const b of cohort) {
            const [from = 0, to = 0] = [waveOf.get(a.deviceId), waveOf.get(b.deviceId)]
            if (from === 0 || to === 0 || from === to || !unitsOf(a).some((unit) => now.includes(unit))) continue
            const swapped = new Map(waveOf).set(a.deviceId, to).set(b.deviceId, from)
            const then = whole(swapped)
            const better = then.length < now.length && then.every((unit) => now.includes(unit))
            expect(better, `${a.deviceId} and ${b.deviceId}`).toBe(false)
          }
      }),
    ),
    { numRuns: 60 },
  )
})

function wholeUnits(cohort: readonly PlanDevice[], waveOf: ReadonlyMap<DeviceId, number>): string[] {
  const members = new Map<string, PlanDevice[]>()
  for (const one of cohort) for (const unit of unitsOf(one)) members.set(unit, [...(members.get(unit) ?? []), one])
  return [...members]
    .filter(([, all]) => {
      const waves = new Set(all.map((one) => waveOf.get(one.deviceId)))
      return all.length > 1 && waves.size === 1 && !waves.has(0)
    })
    .map(([unit]) => unit)
    .toSorted()
}

test('[D-02] [R-014] the demo fleet of 60 with 12 strata', () => {
  const planned = makePlan(
    some(60, (n) => ({ siteId: `s${n % 6}`, region: `r${n % 3}`, hardwareType: `t${n % 4}` })),
    '',
    DEMO_POLICY,
  )
  if (!planned.ok) throw new Error(planned.refusal.message)
  const { waves, canary } = planned.value
  expect(waves.map((wave) => [wave.label, wave.devices, wave.percentOfRemaining, wave.cumulativePercent])).toEqual([
    ['Canary', 12, 20, 20],
    ['Wave 1', 12, 25, 40],
    ['Wave 2', 18, 50, 70],
    ['Wave 3', 18, 100, 100],
  ])
  expect(canary.exceedsCap).toBe('20 %: 4 hardware types × 3 regions need 12 devices; the 5 % cap is exceeded.')
  expect(canary.certificate?.because).toBe(
    '12 devices cover 12 strata and groups. Fewer can not: 12 of them have no device in common, so each needs one of its own.',
  )
})

test('[R-001] a fleet in which coverage would take everything is refused, with the reason', () => {
  expect(
    makePlan(
      some(2, (n) => ({ hardwareType: `t${n}` })),
      '',
      DEMO_POLICY,
    ),
  ).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('R-001') },
  })
})

test('[R-030] a canary swapped by a person: what may never be one is refused, what breaks coverage is named', () => {
  const devices = some(20, (n) => ({
    groups: n < 2 ? ['pilot'] : [],
    ...(n === 5 ? { knownIssue: 'flaky power' } : {}),
  }))
  const swapped = (instead: string | null) =>
    makePlan(devices, '', DEMO_POLICY, [{ take: 'd00' as DeviceId, instead: instead as DeviceId | null }])
  expect(swapped('d01')).toMatchObject({ ok: true, value: { canary: { uncovered: [] } } })
  expect(swapped('d07')).toMatchObject({ ok: true, value: { canary: { uncovered: [{ stratum: 'group pilot' }] } } })
  expect(swapped('d05')).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('flaky power') } })
  expect(swapped('nobody')).toMatchObject({ ok: false, refusal: { message: expect.stringContaining('takes part') } })
  expect(makePlan(devices, '', DEMO_POLICY, [{ take: 'd19' as DeviceId, instead: null }])).toMatchObject({
    ok: false,
    refusal: { code: 'stale' },
  })
})
