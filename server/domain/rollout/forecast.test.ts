import { expect, test } from 'vitest'
import type { DeviceId } from '../../protocol/ids.ts'
import { STANDARD_POLICY } from './default-policies.ts'
import { type FleetHistory, NO_HISTORY } from './fleet-history.ts'
import { forecastWave } from './forecast.ts'
import type { PlanDevice } from './plan-device.ts'

const some = (count: number, change: Partial<PlanDevice> = {}): PlanDevice[] =>
  Array.from({ length: count }, (_, n) => ({
    deviceId: `d${n}` as DeviceId,
    name: `d${n}`,
    siteId: 's',
    region: 'eu',
    hardwareType: 'rpi5',
    groups: [],
    redundancyGroup: null,
    online: true,
    singlePoint: null,
    knownIssue: null,
    monitoringFidelity: 3,
    bytes: 1000,
    excluded: null,
    ...change,
  }))

const HISTORY: FleetHistory = {
  installs: new Map([
    ['rpi5', { devices: 300, medianSeconds: 40, p90Seconds: 95 }],
    ['jetson', { devices: 12, medianSeconds: 70, p90Seconds: 80 }],
    ['gateway', { devices: 4, medianSeconds: 1, p90Seconds: 2 }],
  ]),
  rollouts: 6,
  away: new Map([
    ['rpi5 in eu', 0.1],
    ['rpi5 in us', 0.5],
  ]),
  hours: 168,
}
const CERTAIN = 60 + 600
const canary = (rollbackDrill: boolean) => forecastWave(0, some(2), { ...STANDARD_POLICY, rollbackDrill }, HISTORY)
const wave = (devices: readonly PlanDevice[], history = HISTORY) => forecastWave(1, devices, STANDARD_POLICY, history)

test('a wave takes as long as its slowest hardware type took, half of the times and nine of ten', () => {
  expect(wave([...some(20), ...some(5, { hardwareType: 'jetson' })])).toMatchObject({
    lowSeconds: 70 + CERTAIN,
    highSeconds: 95 + CERTAIN,
    because:
      'Told to running: 40 s for half and 1 min 35 s for nine of ten of rpi5, the slowest; 312 installations in the last 6 rollouts. Then 1 min on trial and 10 min of soak.',
  })
  expect(forecastWave(0, some(3), STANDARD_POLICY, HISTORY).lowSeconds).toBe(40 + 60 + 1800)
})

test('without enough history of a type its time limit is taken, and the words say of which', () => {
  expect(wave(some(20), NO_HISTORY)).toMatchObject({
    lowSeconds: CERTAIN,
    highSeconds: 900 + CERTAIN,
    because: expect.stringContaining(
      'No past rollout says how long rpi5 takes: from at once to the time limit of an installation, 15 min.',
    ),
  })
  expect(wave([...some(20), ...some(2, { hardwareType: 'gateway' })])).toMatchObject({
    lowSeconds: 40 + CERTAIN,
    highSeconds: 900 + CERTAIN,
    because: expect.stringMatching(/of rpi5; .* None says how long gateway takes/),
  })
})

test('[R-004] who will be away is what was away before, by type and region; without history who is away now', () => {
  const devices = [...some(20), ...some(10, { region: 'us' }), ...some(2, { region: 'mars', online: false })]
  expect(wave(devices)).toMatchObject({
    offline: 9,
    offlineBecause: 'Devices of its types and regions were away 28.1 % of 168 hours counted in the last week.',
  })
  expect(wave(devices, { ...HISTORY, hours: 5 })).toMatchObject({
    offline: 2,
    offlineBecause: 'As many as now: availability was counted for 5 hours, 6 are needed.',
  })
  expect(forecastWave(0, devices, STANDARD_POLICY, HISTORY).offline).toBe(2)
})

test('[R-170] a rollback drill takes two more installations of the canary, each with its trial', () => {
  const [plain, drilled] = [canary(false), canary(true)]
  expect(drilled.lowSeconds - plain.lowSeconds).toBe(2 * (40 + 60))
  expect(drilled.highSeconds - plain.highSeconds).toBe(2 * (95 + 60))
  expect(drilled.because).toContain('rollback drill')
})
