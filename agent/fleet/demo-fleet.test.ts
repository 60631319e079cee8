import { expect, test } from 'vitest'
import { DEMO_SITES, HARDWARE, planFleet } from './demo-fleet.ts'

const plans = planFleet(60, 4, 'demo')

test('the same words make the same fleet', () => {
  expect(planFleet(60, 4, 'demo')).toEqual(plans)
  expect(planFleet(60, 4, 'other')).not.toEqual(plans)
})

test('sixty devices are every hardware type at every region, one real one of each type', () => {
  expect(new Set(plans.map(({ id }) => id)).size).toBe(60)
  expect(plans.filter(({ real }) => real).map(({ hardware }) => hardware.hardwareType)).toEqual(
    HARDWARE.map(({ hardwareType }) => hardwareType),
  )
  const regionOf = new Map<string, string>(DEMO_SITES.map(({ id, region }) => [id, region]))
  expect(new Set(plans.map(({ siteId }) => regionOf.get(siteId))).size).toBe(3)
})

test('[R-004] four are away by habit, and none that a canary would choose', () => {
  const odd = plans.filter(({ habit }) => habit !== 'steady')
  expect(odd.filter(({ habit }) => habit === 'sleepy')).toHaveLength(4)
  expect(odd.every(({ fidelity, real }) => fidelity === 1 && !real)).toBe(true)
})

test('[R-042] each hardware type has devices that are no single point of failure', () => {
  for (const { hardwareType } of HARDWARE)
    expect(plans.some((plan) => plan.hardware.hardwareType === hardwareType && !plan.singlePointOfFailure)).toBe(true)
})

test('small fleets and none with habits are possible', () => {
  expect(planFleet(1, 1, 'x')).toHaveLength(1)
  expect(planFleet(3, 0, 'x')).toHaveLength(3)
})
