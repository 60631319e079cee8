import { expect, test } from 'vitest'
import type { DeviceId, Instant, ReleaseId } from '../../protocol/ids.ts'
import type { PlanDocument } from '../../protocol/plan-document.ts'
import { criteriaOf } from './criteria.ts'
import { DEMO_POLICY } from './default-policies.ts'
import { changeWords, diffPlans } from './diff-plans.ts'

const id = (n: number) => `dev-${n}` as DeviceId
const order = (...waves: readonly (number | null)[]) =>
  waves.flatMap((wave, n) => (wave === null ? [] : [{ deviceId: id(n), wave }]))

type Changes = { plan?: object; seen?: object; document?: object }

/** Four devices in three waves; only what a difference is read from is real. */
function document({ plan, seen, document: rest }: Changes = {}): PlanDocument {
  return {
    format: 1,
    release: { id: 'r-2' as ReleaseId, name: 'app', version: '2.0.0' },
    snapshot: 2,
    target: 'hash',
    strategy: 'canary-rolling',
    policy: DEMO_POLICY,
    communicationPlan: 'The channel knows.',
    rollbackTested: null,
    criteria: criteriaOf({ successCriteria: 'Faster.' }, DEMO_POLICY, 'app 2.0.0'),
    seen: {
      serverTime: 0 as Instant,
      bytesToMove: 4000,
      preflight: [],
      plan: {
        selector: '',
        cohort: 4,
        canary: { picks: [], exceedsCap: null, uncovered: [], passedOver: [], certificate: null },
        waves: [],
        excluded: [],
        order: order(0, 1, 1, 2),
        hash: 'h',
        ...plan,
      },
      ...seen,
    },
    ...rest,
  } as unknown as PlanDocument
}

const item = (met: boolean) => ({ rule: 'R-036', name: 'Disk space verified', met, because: 'dev-1 is full', at: 0 })
const dev1 = { deviceId: id(1), name: 'Camera 1', because: 'it is quarantined' }

const CASES: readonly { name: string; before?: Changes; after: Changes; says: string; holds?: false }[] = [
  {
    name: 'a device joined',
    after: { plan: { order: order(0, 1, 1, 2, 2) } },
    says: '1 device joined (dev-4: wave 2)',
  },
  {
    name: 'a device went, and why',
    after: { plan: { order: order(0, null, 1, 2), excluded: [dev1] } },
    says: '1 device is no longer in it (dev-1: it is quarantined)',
  },
  {
    name: 'devices changed waves, the canary among them',
    after: { plan: { order: order(1, 0, 1, 2) } },
    says: '2 devices are in another wave (dev-0: canary → wave 1, dev-1: wave 1 → canary)',
  },
  {
    name: 'a canary is missing',
    after: {
      plan: { canary: { ...document().seen.plan.canary, uncovered: [{ stratum: 'rpi5 in eu', because: '' }] } },
    },
    says: 'no canary stands for rpi5 in eu any more',
  },
  {
    name: 'the policy is another',
    after: { document: { policy: { ...DEMO_POLICY, canaryPercent: 3 } } },
    says: `policy: canaryPercent is 3 instead of ${DEMO_POLICY.canaryPercent}`,
  },
  {
    name: 'it goes somewhere else',
    after: { document: { release: { id: 'r-3', name: 'app', version: '3.0.0' } } },
    says: 'it goes to app 3.0.0 instead of app 2.0.0',
  },
  {
    name: 'it is for others',
    after: { plan: { selector: 'region:eu' } },
    says: 'it is for “region:eu” instead of every device',
  },
  {
    name: 'the same devices take other bytes',
    after: { seen: { bytesToMove: 5000 } },
    says: 'the same devices move 5000 bytes instead of 4000',
  },
  {
    name: 'a pre-flight item is no longer met',
    before: { seen: { preflight: [item(true)] } },
    after: { seen: { preflight: [item(false)] } },
    says: 'Disk space verified (R-036) is no longer met: dev-1 is full',
    holds: false,
  },
  {
    name: 'somebody else is told',
    after: { document: { communicationPlan: 'Nobody.' } },
    says: 'who is told: “Nobody.”',
    holds: false,
  },
]

test.each(CASES)('[D-09] $name', ({ before, after, says, holds = true }) => {
  const changes = diffPlans(document(before), document(after), [])
  expect(changeWords(changes)).toBe(says)
  expect(changes.map((change) => change.holds)).toEqual([holds])
})

test('[D-09] two plans of the same fleet differ in nothing; configuration comes in the words of whoever compared it', () => {
  expect(diffPlans(document(), document(), [])).toEqual([])
  expect(changeWords(diffPlans(document(), document(), ['exposure is 12 instead of 10']))).toBe(
    'configuration: exposure is 12 instead of 10',
  )
})

test('[D-09] of many devices the first are named and the rest counted', () => {
  const many = order(...Array.from({ length: 40 }, () => 1))
  const changes = diffPlans(document({ plan: { order: [] } }), document({ plan: { order: many } }), [])
  expect(changes[0]).toMatchObject({ kind: 'came', count: 40 })
  expect(changes[0]?.devices).toHaveLength(12)
  expect(changeWords(changes)).toContain('dev-2: wave 1 and 37 more')
})
