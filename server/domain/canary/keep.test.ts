import { expect, test } from 'vitest'
import type { CanaryCandidate } from './candidate.ts'
import { keepCanary } from './keep.ts'
import { selectCanary } from './select.ts'

const device = (id: string, change: Partial<CanaryCandidate> = {}): CanaryCandidate => ({
  deviceId: id,
  name: id,
  siteId: 's1',
  region: 'eu',
  hardwareType: id.split('-')[0] ?? '',
  groups: [],
  redundancyGroup: null,
  online: true,
  singlePoint: null,
  knownIssue: null,
  monitoringFidelity: 3,
  ...change,
})

const fleet = [
  device('rpi-1', { monitoringFidelity: 5 }),
  device('rpi-2'),
  device('orin-1', { monitoringFidelity: 5 }),
  device('orin-2'),
]
const before = selectCanary(fleet, 50)
const saved = {
  picks: before.picks.map(({ device: { deviceId }, because }) => ({ deviceId, because })),
  uncovered: before.uncovered,
}
const keptOf = (now: readonly CanaryCandidate[]) => {
  const fresh = selectCanary(now, 50)
  return keepCanary(saved, fresh, now, fresh.picks.length)?.picks.map((pick) => pick.device.deviceId) ?? null
}
const change = (id: string, to: Partial<CanaryCandidate>) =>
  fleet.map((one) => (one.deviceId === id ? { ...one, ...to } : one))

test.each([
  { name: 'nothing changed', now: fleet },
  { name: 'a device that was not picked went offline', now: change('rpi-2', { online: false }) },
  { name: 'another one is better watched now', now: change('orin-1', { monitoringFidelity: 1 }) },
])('the canary of a saved plan stays while it is a good one: $name', ({ now }) => {
  expect(keptOf(now)?.toSorted()).toEqual(['orin-1', 'rpi-1'])
})

test.each([
  { name: '[R-043] one of it has a known issue', now: change('rpi-1', { knownIssue: 'flaky power' }) },
  { name: '[R-042] one of it is a single point of failure', now: change('rpi-1', { singlePoint: 'alone' }) },
  { name: 'one of it is offline', now: change('orin-1', { online: false }) },
  { name: 'one of it takes no part any more', now: fleet.filter((one) => one.deviceId !== 'orin-1') },
  { name: '[R-040] a group came that nobody in it stands for', now: change('rpi-2', { groups: ['pilot'] }) },
  {
    name: 'two of it stand in for each other now',
    now: fleet.map((one) => ({ ...one, redundancyGroup: one.deviceId.endsWith('1') ? 'pair' : null })),
  },
])('it is chosen anew when $name', ({ now }) => {
  expect(keptOf(now)).toBeNull()
})
