import { expect, test } from 'vitest'
import type { DeviceId } from '../../protocol/ids.ts'
import { STANDARD_POLICY } from '../rollout/default-policies.ts'
import { NO_HISTORY } from '../rollout/fleet-history.ts'
import { makePlan } from '../rollout/make-plan.ts'
import type { PlanDevice } from '../rollout/plan-device.ts'

const TYPES = ['rpi', 'jetson'] as const
const POLICY = { ...STANDARD_POLICY, strategy: 'a-b' as const }

const fleet = (size: number, as: (n: number) => Partial<PlanDevice> = () => ({})): PlanDevice[] =>
  Array.from({ length: size }, (_, n) => ({
    deviceId: `dev-${String(n).padStart(3, '0')}` as DeviceId,
    name: `dev-${n}`,
    siteId: `site-${n % 10}`,
    region: n % 4 < 2 ? 'eu' : 'us',
    hardwareType: TYPES[n % 2] ?? 'rpi',
    groups: [],
    redundancyGroup: null,
    online: true,
    singlePoint: null,
    knownIssue: null,
    monitoringFidelity: 1 + (n % 5),
    bytes: 1000,
    excluded: null,
    ...as(n),
  }))

const plan = (devices: readonly PlanDevice[], more: Partial<typeof POLICY> = {}) =>
  makePlan(devices, '', { ...POLICY, ...more }, [], NO_HISTORY, null, { a: 'app 2', b: 'app 3' })

function planned(devices: readonly PlanDevice[], more: Partial<typeof POLICY> = {}) {
  const answer = plan(devices, more)
  if (!answer.ok || !answer.value.arms) throw new Error(answer.ok ? 'no arms' : answer.refusal.message)
  return { ...answer.value, arms: answer.value.arms }
}

test('[R-023] both arms are as large, alike pair by pair, and no device is in both', () => {
  const devices = fleet(200)
  const byId = new Map(devices.map((device) => [device.deviceId, device]))
  const { arms, order } = planned(devices)
  const of = (arm: 'a' | 'b') => order.filter((one) => one.arm === arm).map((one) => one.deviceId)
  expect(of('a')).toHaveLength(20)
  expect(of('b')).toHaveLength(20)
  expect(new Set([...of('a'), ...of('b')]).size).toBe(40)
  for (const { a, b, because } of arms.pairs) {
    const [one, other] = [byId.get(a), byId.get(b)]
    expect([one?.hardwareType, one?.region]).toEqual([other?.hardwareType, other?.region])
    expect(because).toBe(`${one?.hardwareType} in ${one?.region}`)
  }
  // A coin, not the order of their names.
  const first = arms.pairs.filter(({ a, b }) => a < b).length
  expect(first).toBeGreaterThan(0)
  expect(first).toBeLessThan(arms.pairs.length)
})

test('[R-023] [R-039] [R-040] the canary has every hardware type in every region in both arms', () => {
  const { arms, waves } = planned(fleet(200))
  const canary = arms.pairs.filter(({ wave }) => wave === 0)
  expect(new Set(canary.map(({ because }) => because)).size).toBe(4)
  expect(waves.map(({ label }) => label)).toEqual(['Canary', 'Comparison', 'Wave 2', 'Wave 3', 'Wave 4'])
  expect(waves.reduce((sum, wave) => sum + wave.devices, 0)).toBe(200)
})

test('[R-042] [R-043] neither a single point of failure nor a known issue is in an arm, nor two of a redundancy group', () => {
  const devices = fleet(200, (n) => ({
    singlePoint: n % 10 === 1 ? 'the only one' : null,
    knownIssue: n % 10 === 2 ? 'flaky power' : null,
    redundancyGroup: n % 10 === 3 ? `pair-${n % 30}` : null,
  }))
  const byId = new Map(devices.map((device) => [device.deviceId, device]))
  const inArms = planned(devices).order.flatMap(({ deviceId, arm }) => (arm ? (byId.get(deviceId) ?? []) : []))
  expect(inArms.every(({ singlePoint, knownIssue }) => singlePoint === null && knownIssue === null)).toBe(true)
  const groups = inArms.flatMap(({ redundancyGroup }) => redundancyGroup ?? [])
  expect(new Set(groups).size).toBe(groups.length)
})

test('[R-023] what nobody is like is named: watched by the gates, and not compared', () => {
  const lonely = fleet(200, (n) => (n === 7 ? { hardwareType: 'gateway' } : {}))
  const { arms, order } = planned(lonely)
  expect(order.find(({ deviceId }) => deviceId === 'dev-007')?.arm).toBeDefined()
  expect(arms.unmatched).toEqual([{ because: expect.stringContaining('nobody else of gateway in us'), devices: 1 }])
  expect(arms.pairs.flatMap(({ a, b }) => [a, b])).not.toContain('dev-007')
})

test('the same devices in another order are in the same arms', () => {
  const devices = fleet(120)
  expect(planned(devices.toReversed())).toEqual(planned(devices))
})

test.each([
  {
    name: 'a share that is less than a canary of both',
    devices: fleet(60),
    percent: 10,
    says: 'takes 8 devices, one more pair 10; 10 % of 60 are 6',
  },
  {
    name: 'devices none of which may be tried on',
    devices: fleet(40, (n) => ({ singlePoint: n % 4 === 0 || n > 7 ? 'the only one' : null })),
    percent: 50,
    says: 'pairs of devices alike can be made',
  },
])('[R-023] $name is refused in words', ({ devices, percent, says }) => {
  const answer = plan(devices, { comparePercent: percent })
  expect(answer).toMatchObject({ ok: false, refusal: { message: expect.stringContaining(says) } })
})
