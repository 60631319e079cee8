import { expect, test } from 'vitest'
import { RolloutPolicy } from '../../protocol/policy.ts'
import { STANDARD_POLICY } from './default-policies.ts'
import { strategyRefusal, strategyWords } from './strategies.ts'

test.each([
  {
    rule: 'R-020',
    name: 'Canary + rolling',
    bestFor: 'Most edge fleets',
    tradeoff: 'Balances speed and safety',
    risk: 'Low',
  },
  {
    rule: 'R-021',
    name: 'Blue-green',
    bestFor: 'Fleets with hot-standby capacity',
    tradeoff: 'Fast rollback, double resources',
    risk: 'Low',
  },
  {
    rule: 'R-022',
    name: 'Rolling update',
    bestFor: 'Homogeneous fleets with stateless apps',
    tradeoff: 'Simple, no extra resources',
    risk: 'Medium',
  },
  {
    rule: 'R-023',
    name: 'A/B',
    bestFor: 'Feature testing across device subsets',
    tradeoff: 'Complex routing, useful metrics',
    risk: 'Medium',
  },
])('[$rule] $name says what it is for, what it costs and how risky it is', ({ rule: _, ...words }) => {
  expect(strategyWords().find(({ name }) => name === words.name)).toMatchObject(words)
})

test.each([
  { name: '[R-024] big bang is refused however it is written', strategy: 'BigBang', says: 'R-024: big bang' },
  {
    name: 'one nobody knows is refused with those there are',
    strategy: 'yolo',
    says: 'Choose canary-rolling or blue-green',
  },
])('$name', ({ strategy, says }) => {
  expect(strategyRefusal(strategy)).toContain(says)
})

test('a policy from before there was a choice is read as the walk it was', () => {
  const { strategy: _, maxUnavailablePercent: __, ramp: ___, budget: ____, ...before } = STANDARD_POLICY
  expect(RolloutPolicy.parse(before)).toEqual(STANDARD_POLICY)
})
