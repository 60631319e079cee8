import { expect, test } from 'vitest'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { PolicyField } from '../../protocol/policy-field.ts'
import { isLookedAt, withPolicyValue } from '../../protocol/policy-values.ts'
import { STRATEGIES } from '../../protocol/strategy.ts'
import { DEMO_POLICY, STANDARD_POLICY } from './default-policies.ts'
import { policyFields, policyRefusal } from './policy-limits.ts'

test('the shipped policies are allowed', () => {
  expect(policyRefusal(STANDARD_POLICY, false)).toBeNull()
  expect(policyRefusal(DEMO_POLICY, true)).toBeNull()
})

test.each([
  { name: '[R-001] [R-116] everything as the canary', policy: { canaryPercent: 100 }, says: 'R-001' },
  { name: '[R-001] everything after the canary', policy: { wavePercents: [] }, says: 'R-001' },
  { name: '[R-001] everything as wave 1', policy: { wavePercents: [100] }, says: 'R-001' },
  { name: '[R-038] a canary above 5 %', policy: { canaryPercent: 6 }, says: 'R-038' },
  { name: '[R-006] [R-117] no canary', policy: { canaryPercent: 0 }, says: 'R-038' },
  { name: '[R-053] a wave 1 above 25 %', policy: { wavePercents: [30, 50] }, says: 'R-053' },
  { name: '[R-054] a wave 2 below 25 %', policy: { wavePercents: [25, 10] }, says: 'R-054' },
  { name: '[R-047] a canary soak below 15 min', policy: { canarySoakSeconds: 60 }, says: 'R-047' },
  { name: '[R-059] a wave soak below 5 min', policy: { waveSoakSeconds: 10 }, says: 'R-059' },
])('$name is refused', ({ policy, says }) => {
  expect(policyRefusal({ ...STANDARD_POLICY, ...policy }, false)).toContain(says)
})

test('[R-119] soaks in seconds are refused by a server that is not a demo', () => {
  expect(policyRefusal(DEMO_POLICY, false)).toContain('npm run demo')
})

const gate = (change: Partial<RolloutPolicy['gate']>) => ({
  ...STANDARD_POLICY,
  gate: { ...STANDARD_POLICY.gate, ...change },
})

test.each([
  { rule: 'R-061', policy: gate({ maxErrorRateIncreasePoints: 6 }) },
  { rule: 'R-062', policy: gate({ maxP95IncreasePercent: 51 }) },
  { rule: 'R-063', policy: { ...STANDARD_POLICY, trial: { ...STANDARD_POLICY.trial, maxRestarts: 4 } } },
  { rule: 'R-064', policy: gate({ maxMemoryPercent: 95 }) },
  { rule: 'R-065', policy: gate({ maxUnreachablePercent: 11 }) },
  { rule: 'R-066', policy: gate({ maxFleetErrorRateIncreasePoints: 11 }) },
  { rule: 'R-124', policy: gate({ maxFailedPercent: 21 }) },
  { rule: 'A gate needs', policy: gate({ minCoveragePercent: 10 }) },
])('[$rule] a policy may be stricter than the rail, never weaker', ({ rule, policy }) => {
  expect(policyRefusal(policy, false)).toContain(rule)
})

test('what the page offers is what the server accepts: each limit holds, one step beyond is refused by its words', () => {
  for (const [shipped, demo] of [
    [STANDARD_POLICY, false],
    [DEMO_POLICY, true],
  ] as const)
    for (const field of policyFields(shipped)) {
      const strategy = STRATEGIES.find((one) => isLookedAt({ strategy: one }, field.key)) ?? shipped.strategy
      const policy = { ...shipped, strategy }
      const refused = (value: number) => policyRefusal(withField(policy, field.key, value), demo) ?? ''
      for (const value of [field.least, field.most]) expect(refused(value), field.key).not.toContain(field.says)
      const beyond = [field.least - 0.1, field.most + 0.1].map((value) => refused(value).toLowerCase())
      for (const words of beyond) expect(words, field.key).toMatch(new RegExp(`${field.says.toLowerCase()}|r-001`))
    }
})

test.each([
  { policy: { ...STANDARD_POLICY, trial: { ...STANDARD_POLICY.trial, minReadySeconds: 30 } }, says: 'R-085' },
  { policy: { ...STANDARD_POLICY, maxUnavailablePercent: 20 }, says: 'R-081' },
  { policy: { ...STANDARD_POLICY, wavePercents: [40] }, says: null },
])('[R-081] [R-085] a rolling update has limits of its own, and none of those of waves: $says', ({ policy, says }) => {
  const refusal = policyRefusal({ ...policy, strategy: 'rolling-update' }, false)
  if (says === null) expect(refusal).toBeNull()
  else expect(refusal).toContain(says)
})

test('[R-083] [R-084] as shipped health is asked for every 30 s and waited for 10 s', () => {
  expect(STANDARD_POLICY.trial).toMatchObject({ minReadySeconds: 60, intervalSeconds: 30, timeoutSeconds: 10 })
})

test('[R-085] a trial too short for the health it asks for is refused', () => {
  const trial = { ...STANDARD_POLICY.trial, windowSeconds: 60, minReadySeconds: 60 }
  expect(policyRefusal({ ...STANDARD_POLICY, trial }, false)).toContain('every device would go back')
})

function withField(policy: RolloutPolicy, key: PolicyField['key'], value: number): RolloutPolicy {
  const [first = 0, ...later] = policy.wavePercents
  if (key === 'wavePercents.first') return { ...policy, wavePercents: [value, ...later] }
  if (key === 'wavePercents.later') return { ...policy, wavePercents: [first, value] }
  return withPolicyValue(policy, key, value)
}
