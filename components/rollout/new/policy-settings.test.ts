import { describe, expect, it } from 'vitest'
import { DEMO_POLICY, STANDARD_POLICY } from '../../../server/domain/rollout/default-policies.ts'
import { policyFields } from '../../../server/domain/rollout/policy-limits.ts'
import { changes, policyProblems, shippedOf, withSettings } from './policy-settings.ts'

describe('a policy set otherwise than it is shipped', () => {
  it('stands in the address by what differs, and is read back the same', () => {
    const settings = ['waves:20-40', 'canarySoakSeconds:2400', 'gate.minRequests:100', 'trial.minReadySeconds:0.5']
    const policy = withSettings(STANDARD_POLICY, settings)
    expect(policy).toMatchObject({ label: 'Standard, changed', wavePercents: [20, 40], canarySoakSeconds: 2400 })
    expect(changes(STANDARD_POLICY, policy)).toEqual(settings)
    expect(shippedOf(policy, [DEMO_POLICY, STANDARD_POLICY])).toBe(STANDARD_POLICY)
  })

  it.each([
    [[]],
    [['canarySoakSeconds:1800']],
    [['label:x', 'demo:1', 'nonsense', 'canaryPercent:', 'canaryPercent:x']],
  ])('is the shipped one with %j', (settings) => {
    expect(withSettings(STANDARD_POLICY, settings)).toBe(STANDARD_POLICY)
  })

  it('says in the server’s words what is beyond its limits', () => {
    const policy = withSettings(STANDARD_POLICY, ['waves:25-10', 'canarySoakSeconds:30'])
    expect(policyProblems(policy, policyFields(policy))).toEqual([
      { key: 'canarySoakSeconds', says: 'R-047: the canary soaks for 15–60 min' },
      { key: 'wavePercents.later', says: 'R-054: later waves are 25–50 % of what remains' },
    ])
    expect(policyProblems(DEMO_POLICY, policyFields(DEMO_POLICY))).toEqual([])
  })
})
