import { expect, test } from 'vitest'
import type { CanaryCandidate } from './candidate.ts'
import { canaryChoices } from './choices.ts'
import { selectCanary } from './select.ts'

const device = (deviceId: string, change: Partial<CanaryCandidate> = {}): CanaryCandidate => ({
  deviceId,
  name: deviceId,
  siteId: 'oslo',
  region: 'north',
  hardwareType: 'rpi5',
  groups: [],
  redundancyGroup: null,
  online: true,
  singlePoint: null,
  knownIssue: null,
  monitoringFidelity: 3,
  ...change,
})

const FLEET = [
  device('best', { monitoringFidelity: 5 }),
  device('good', { monitoringFidelity: 4 }),
  device('fair'),
  device('away', { online: false }),
  device('alone', { singlePoint: 'nobody else of pair is online and healthy' }),
  device('ill', { knownIssue: 'flaky power' }),
  device('south', { region: 'south', monitoringFidelity: 5 }),
  device('other south', { region: 'south' }),
]

test('[R-041] [R-042] [R-043] who may stand in is listed best first, who may never be a canary last and with why', () => {
  const { picks } = selectCanary(FLEET, 1)
  expect(picks.map((pick) => pick.device.deviceId).toSorted()).toEqual(['best', 'south'])
  const listed = canaryChoices(picks, FLEET, 'best').map(
    ({ device: { deviceId }, refused, loses }) => `${deviceId}: ${refused ?? (loses.join() || 'fits')}`,
  )
  expect(listed).toEqual([
    'good: fits',
    'fair: fits',
    'other south: rpi5 in north',
    'alone: nobody else of pair is online and healthy',
    'away: offline',
    'ill: flaky power',
  ])
})
