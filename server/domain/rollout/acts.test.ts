import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import type { Person } from '../../protocol/views/person.ts'
import { ended, mayAct, mayDecide } from './acts.ts'
import { DEMO_POLICY } from './default-policies.ts'
import type { Rollout } from './rollout.ts'

const now = 1_000_000 as Instant
const person = (role: Person['role'], id: string = role): Person => ({ id, name: id, email: `${id}@x.test`, role })
const soaking = {
  state: { phase: 'soaking', wave: 0, since: now, soakUntil: now, deadline: now },
  paused: null,
} as const
const open = {
  requestedBy: 'olive',
  plannedBy: 'petra',
  outcome: 'open',
  expiresAt: (now + 1000) as Instant,
  decidedBy: [] as string[],
}

test.each([
  { role: 'viewer', pause: true, abort: false, resume: false },
  { role: 'approver', pause: true, abort: true, resume: false },
  { role: 'operator', pause: true, abort: true, resume: true },
  { role: 'owner', pause: true, abort: true, resume: true },
] as const)('stopping is easier than starting: $role', ({ role, pause, abort, resume }) => {
  const paused = { ...soaking, paused: { since: now, by: 'x', reason: '' } }
  expect(mayAct('pause', soaking, person(role)).allowed).toBe(pause)
  expect(mayAct('abort', soaking, person(role)).allowed).toBe(abort)
  expect(mayAct('resume', paused, person(role)).allowed).toBe(resume)
})

test.each([
  { name: 'the requester', who: person('approver', 'olive'), approval: open },
  { name: 'who planned it', who: person('approver', 'petra'), approval: open },
  { name: 'an operator', who: person('operator'), approval: open },
  { name: 'a viewer', who: person('viewer'), approval: open },
  { name: 'the same person twice', who: person('approver', 'ada'), approval: { ...open, decidedBy: ['ada'] } },
  { name: 'anybody after it expired', who: person('approver'), approval: { ...open, expiresAt: now } },
  { name: 'anybody after it was decided', who: person('approver'), approval: { ...open, outcome: 'rejected' } },
])('[R-018] $name may not approve, and is told why', ({ who, approval }) => {
  const may = mayDecide(who, approval, now)
  expect(may).toMatchObject({ allowed: false, because: expect.stringMatching(/\w{3}/) })
})

test('[R-018] another person with the role may', () => {
  expect(mayDecide(person('approver', 'ada'), open, now)).toEqual({ allowed: true })
})

test('a wave that was rolled back is not resumed, also when the rollout was paused before', () => {
  const trigger = { rule: 'R-063', because: 'x', at: now }
  const halted = { phase: 'halted', wave: 2, since: now, trigger, resume: 'nothing' } as const
  const paused = { since: now, by: 'x', reason: '' }
  expect(mayAct('resume', { state: halted, paused }, person('operator'))).toMatchObject({ allowed: false })
})

test.each([
  { role: 'viewer', may: false },
  { role: 'approver', may: true },
  { role: 'operator', may: true },
] as const)('[R-132] $role may ask for a longer soak: $may, and only while a wave soaks', ({ role, may }) => {
  expect(mayAct('extendSoak', soaking, person(role)).allowed).toBe(may)
  expect(mayAct('rollBackWave', soaking, person(role)).allowed).toBe(may)
  const deploying = { state: { phase: 'deploying', wave: 1, since: now }, paused: null } as const
  expect(mayAct('extendSoak', deploying, person(role)).allowed).toBe(false)
})

const approval = 'a1' as Extract<RolloutState, { phase: 'awaiting-approval' }>['approval']
test.each<{ state: RolloutState; wave: number }>([
  { state: { phase: 'validating', since: now }, wave: 0 },
  { state: { phase: 'awaiting-approval', wave: 1, since: now, approval, expiresAt: now }, wave: 0 },
  { state: { phase: 'deploying', wave: 2, since: now }, wave: 2 },
  { state: { phase: 'completed', at: now }, wave: 3 },
])(
  'ended by a person in $state.phase, it turned back at wave $wave: the newest that was let begin',
  ({ state, wave }) => {
    const rollout = { state, policy: DEMO_POLICY, plan: { waves: [0, 1, 2, 3] } } as unknown as Rollout
    expect(ended(rollout, 'aborted', { name: 'Olive' }, '', now)).toMatchObject({ wave })
  },
)
