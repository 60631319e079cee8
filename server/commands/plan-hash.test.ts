import { expect, test } from 'vitest'
import { contentHash, sha256Of } from '../adapters/prisma/content-hash.ts'
import { STANDARD_POLICY } from '../domain/rollout/default-policies.ts'
import type { UnhashedPlan } from '../domain/rollout/make-plan.ts'
import type { DeviceId } from '../protocol/ids.ts'
import { planHash } from './plan-hash.ts'

const PLAN: UnhashedPlan = {
  selector: '',
  cohort: 0,
  canary: { picks: [], exceedsCap: null, uncovered: [], passedOver: [], certificate: null },
  waves: [],
  excluded: [],
  order: [],
}

test('a plan from before there was a choice of strategies and limits keeps its hash', () => {
  const { strategy: _, maxUnavailablePercent: __, ramp: ___, budget: ____, ...since } = STANDARD_POLICY
  const { rollbackDrill: _____, comparePercent: ______, compareSeconds: _______, ...policy } = since
  const before = contentHash({ order: sha256Of(''), selector: '', uncovered: [], policy, target: 'there' })
  expect(planHash(PLAN, STANDARD_POLICY, 'there')).toBe(before)
})

test('another strategy is another plan', () => {
  const other = { ...STANDARD_POLICY, strategy: 'rolling-update' as const }
  expect(planHash(PLAN, other, 'there')).not.toBe(planHash(PLAN, STANDARD_POLICY, 'there'))
})

test('a plan from before there were rollback drills keeps its hash, whatever its strategy; one with a drill has another', () => {
  const rolling = { ...STANDARD_POLICY, strategy: 'rolling-update' as const }
  const { rollbackDrill: _, comparePercent: __, compareSeconds: ___, ...since } = rolling
  // Nor could the bytes a second of a site be capped.
  const { bytesPerSecondPerSite: ____, ...ramp } = rolling.ramp
  const policy = { ...since, ramp }
  const before = contentHash({ order: sha256Of(''), selector: '', uncovered: [], policy, target: 'there' })
  expect(planHash(PLAN, { ...rolling, rollbackDrill: false }, 'there')).toBe(before)
  expect(planHash(PLAN, { ...rolling, rollbackDrill: true }, 'there')).not.toBe(before)
  expect(planHash(PLAN, { ...rolling, compareSeconds: 7200 }, 'there')).toBe(before)
  const capped = { ...rolling.ramp, bytesPerSecondPerSite: 1_000_000 }
  expect(planHash(PLAN, { ...rolling, ramp: capped }, 'there')).not.toBe(before)
})

test('[R-023] which device is in which arm, and for how long they are compared, is part of an A/B plan', () => {
  const policy = { ...STANDARD_POLICY, strategy: 'a-b' as const }
  const inArm = (arm: 'a' | 'b') => ({ ...PLAN, order: [{ deviceId: 'dev-1' as DeviceId, wave: 0, arm }] })
  const hash = planHash(inArm('a'), policy, 'there')
  expect(planHash(inArm('b'), policy, 'there')).not.toBe(hash)
  expect(planHash(inArm('a'), { ...policy, compareSeconds: 7200 }, 'there')).not.toBe(hash)
})
