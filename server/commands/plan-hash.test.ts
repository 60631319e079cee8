import { expect, test } from 'vitest'
import { contentHash, sha256Of } from '../adapters/prisma/content-hash.ts'
import { STANDARD_POLICY } from '../domain/rollout/default-policies.ts'
import type { UnhashedPlan } from '../domain/rollout/make-plan.ts'
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
  const { rollbackDrill: _____, ...policy } = since
  const before = contentHash({ order: sha256Of(''), selector: '', uncovered: [], policy, target: 'there' })
  expect(planHash(PLAN, STANDARD_POLICY, 'there')).toBe(before)
})

test('another strategy is another plan', () => {
  const other = { ...STANDARD_POLICY, strategy: 'rolling-update' as const }
  expect(planHash(PLAN, other, 'there')).not.toBe(planHash(PLAN, STANDARD_POLICY, 'there'))
})

test('a plan from before there were rollback drills keeps its hash, whatever its strategy; one with a drill has another', () => {
  const { rollbackDrill: _, ...policy } = { ...STANDARD_POLICY, strategy: 'rolling-update' as const }
  const before = contentHash({ order: sha256Of(''), selector: '', uncovered: [], policy, target: 'there' })
  expect(planHash(PLAN, { ...policy, rollbackDrill: false }, 'there')).toBe(before)
  expect(planHash(PLAN, { ...policy, rollbackDrill: true }, 'there')).not.toBe(before)
})
