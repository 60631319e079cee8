import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeviceId } from '../../protocol/ids.ts'
import { DEMO_POLICY } from './default-policies.ts'
import { makePlan, type PlanDevice } from './make-plan.ts'

const ANY = ''

const device: fc.Arbitrary<Omit<PlanDevice, 'deviceId' | 'name'>> = fc.record({
  siteId: fc.constantFrom('s1', 's2', 's3'),
  region: fc.constantFrom('eu', 'us'),
  hardwareType: fc.constantFrom('jetson', 'rpi', 'gateway'),
  online: fc.boolean(),
  groups: fc.subarray(['pilot', 'shop']),
  redundancyGroup: fc.constant(null),
  singlePoint: fc.constantFrom(null, 'marked'),
  knownIssue: fc.constantFrom(null, 'flaky power'),
  monitoringFidelity: fc.integer({ min: 1, max: 5 }),
  excluded: fc.constantFrom(null, null, null, 'it is quarantined'),
})
const fleet = fc
  .array(device, { minLength: 2, maxLength: 200 })
  .map((all): PlanDevice[] => all.map((one, n) => ({ ...one, deviceId: `d${n}` as DeviceId, name: `d${n}` })))

test('[R-001] no wave ever holds the whole cohort, and every device stands in exactly one wave', () => {
  fc.assert(
    fc.property(fleet, (devices) => {
      const planned = makePlan(devices, ANY, DEMO_POLICY)
      if (!planned.ok) return
      const { plan } = planned.value
      expect(plan.waves.reduce((sum, wave) => sum + wave.devices, 0)).toBe(plan.cohort)
      expect(new Set(plan.order.map((one) => one.deviceId)).size).toBe(plan.cohort)
      expect(plan.cohort + plan.excluded.length).toBe(devices.length)
      for (const wave of plan.waves) expect(wave.devices).toBeLessThan(plan.cohort)
    }),
  )
})

test('[R-039] [R-040] every type in every region has a canary, or is named as uncovered', () => {
  fc.assert(
    fc.property(fleet, (devices) => {
      const planned = makePlan(devices, ANY, DEMO_POLICY)
      if (!planned.ok) return
      const cohort = devices.filter((one) => one.excluded === null)
      const label = (one: PlanDevice) => `${one.hardwareType} in ${one.region}`
      const picks = new Set(planned.value.plan.canary.picks.map((pick) => pick.deviceId))
      const covered = new Set(cohort.filter((one) => picks.has(one.deviceId)).map(label))
      const named = new Set(planned.value.uncovered.map((one) => one.stratum))
      for (const stratum of new Set(cohort.map(label))) expect(covered.has(stratum) !== named.has(stratum)).toBe(true)
    }),
  )
})

test('[R-042] [R-043] a canary is never offline, a single point of failure or a device with known issues', () => {
  fc.assert(
    fc.property(fleet, (devices) => {
      const planned = makePlan(devices, ANY, DEMO_POLICY)
      if (!planned.ok) return
      const byId = new Map(devices.map((one) => [one.deviceId, one]))
      for (const { deviceId } of planned.value.plan.canary.picks) {
        expect(byId.get(deviceId)).toMatchObject({
          online: true,
          singlePoint: null,
          knownIssue: null,
          excluded: null,
        })
      }
    }),
  )
})

test('the same devices in any order give the same plan', () => {
  fc.assert(
    fc.property(fleet, (devices) => {
      expect(makePlan(devices.toReversed(), ANY, DEMO_POLICY)).toEqual(makePlan(devices, ANY, DEMO_POLICY))
    }),
    { numRuns: 50 },
  )
})

test('[D-02] waves are percentages of what remains; the demo fleet of 60 with 12 strata', () => {
  const devices = Array.from(
    { length: 60 },
    (_, n): PlanDevice => ({
      deviceId: `d${String(n).padStart(2, '0')}` as DeviceId,
      name: `d${n}`,
      siteId: `s${n % 6}`,
      region: `r${n % 3}`,
      hardwareType: `t${n % 4}`,
      online: true,
      groups: [],
      redundancyGroup: null,
      singlePoint: null,
      knownIssue: null,
      monitoringFidelity: 3,
      excluded: null,
    }),
  )
  const planned = makePlan(devices, ANY, DEMO_POLICY)
  if (!planned.ok) throw new Error(planned.refusal.message)
  const { plan } = planned.value
  expect(plan.waves.map((wave) => [wave.label, wave.devices, wave.percentOfRemaining, wave.cumulativePercent])).toEqual(
    [
      ['Canary', 12, 20, 20],
      ['Wave 1', 12, 25, 40],
      ['Wave 2', 18, 50, 70],
      ['Wave 3', 18, 100, 100],
    ],
  )
  expect(plan.canary.exceedsCap).toBe('20 %: 4 hardware types × 3 regions need 12 devices; the 5 % cap is exceeded.')
})

test('[R-001] a fleet in which coverage would take everything is refused, with the reason', () => {
  const devices = ['a', 'b'].map(
    (id): PlanDevice => ({
      deviceId: id as DeviceId,
      name: id,
      siteId: 's',
      region: 'eu',
      hardwareType: id,
      online: true,
      groups: [],
      redundancyGroup: null,
      singlePoint: null,
      knownIssue: null,
      monitoringFidelity: 3,
      excluded: null,
    }),
  )
  expect(makePlan(devices, ANY, DEMO_POLICY)).toMatchObject({
    ok: false,
    refusal: { message: expect.stringContaining('R-001') },
  })
})
