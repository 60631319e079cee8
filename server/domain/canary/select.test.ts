import { expect, test } from 'vitest'
import type { CanaryCandidate } from './candidate.ts'
import { selectCanary } from './select.ts'

const device = (n: number, change: Partial<CanaryCandidate> = {}): CanaryCandidate => ({
  deviceId: `d${String(n).padStart(5, '0')}`,
  name: `Unit ${n}`,
  siteId: `s${n % 500}`,
  region: `r${n % 40}`,
  hardwareType: `t${n % 12}`,
  groups: [],
  redundancyGroup: null,
  online: true,
  singlePoint: null,
  knownIssue: null,
  monitoringFidelity: 3,
  ...change,
})

test('[D-01] a stratum or group nobody may stand for is named with what became of each of its devices', () => {
  const fleet = [
    device(1, { online: false, groups: ['night'] }),
    device(2, { singlePoint: 'marked', groups: ['night'] }),
    device(3, { knownIssue: 'flaky power', groups: ['night'] }),
    device(4),
  ]
  expect(selectCanary(fleet, 5).uncovered).toContainEqual({
    stratum: 'group night',
    because:
      'no canary may stand for group night: of 3 devices, 1 offline, 1 single points of failure, 1 with known issues',
  })
})

test('[R-041] a pick whose better watched twin was another pick’s rival takes its place once that pick has moved on', () => {
  const at = (n: number, hardwareType: string, groups: string[], change: Partial<CanaryCandidate>) =>
    device(n, { siteId: 's', region: 'us', hardwareType, groups, ...change })
  const fleet = [
    at(0, 'rpi', ['pilot'], { redundancyGroup: 'd', monitoringFidelity: 2 }),
    at(1, 'rpi', ['pilot'], { monitoringFidelity: 1 }),
    at(2, 'gateway', ['pilot', 'shop', 'night'], { redundancyGroup: 'd', monitoringFidelity: 1 }),
    at(3, 'gateway', ['shop', 'night'], { monitoringFidelity: 2 }),
    at(4, 'jetson', [], { region: 'eu', monitoringFidelity: 1 }),
  ]
  expect(
    selectCanary(fleet, 1)
      .picks.map((pick) => pick.device.name)
      .toSorted(),
  ).toEqual(['Unit 0', 'Unit 3', 'Unit 4'])
})
