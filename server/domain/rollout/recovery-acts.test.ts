import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import type { Person } from '../../protocol/views/person.ts'
import { mayAskOverride, mayClear, mayConfirmOverride, mayRetry, refuseDegraded, refuseRetry } from './recovery-acts.ts'

const now = 1_000_000 as Instant
const person = (id: string, role: Person['role'] = 'approver') => ({ id, role })
const suspected = { by: 'olive', name: 'Olive', reason: 'memory climbs', at: now }
const asked = { by: 'ada', name: 'Ada', reason: 'cameras are cleaned', at: now, expiresAt: (now + 1000) as Instant }
const halted = (rule: string, override?: typeof asked): RolloutState => ({
  phase: 'halted',
  wave: 1,
  since: now,
  trigger: { rule, because: 'x', at: now },
  resume: rule === 'inconclusive' ? 'soak-again' : 'nothing',
  ...(override ? { override } : {}),
})
const of = (state: RolloutState) => ({ state, createdBy: 'olive', plannedBy: 'petra' })

test.each([
  { name: 'who started it', who: person('olive'), state: halted('inconclusive') },
  { name: 'who planned it', who: person('petra'), state: halted('inconclusive') },
  { name: 'an operator', who: person('otto', 'operator'), state: halted('inconclusive') },
  { name: 'anybody after a rail', who: person('ada'), state: halted('R-062') },
  { name: 'a second one while one has asked', who: person('bo'), state: halted('inconclusive', asked) },
])('[R-060] $name may not ask to pass over a gate', ({ who, state }) => {
  expect(mayAskOverride(of(state), who, now)).toMatchObject({ allowed: false, because: expect.stringMatching(/\w{3}/) })
})

test.each([
  { name: 'who asked', who: person('ada'), at: now },
  { name: 'who started it', who: person('olive'), at: now },
  { name: 'anybody after it expired', who: person('bo'), at: (now + 1000) as Instant },
])('[R-060] $name may not confirm it', ({ who, at }) => {
  expect(mayConfirmOverride(of(halted('inconclusive', asked)), who, at).allowed).toBe(false)
})

test('[R-060] two others may, and after an expired request somebody may ask again', () => {
  expect(mayAskOverride(of(halted('inconclusive')), person('ada'), now)).toEqual({ allowed: true })
  expect(mayConfirmOverride(of(halted('inconclusive', asked)), person('bo'), now)).toEqual({ allowed: true })
  expect(mayAskOverride(of(halted('inconclusive', asked)), person('bo'), asked.expiresAt)).toEqual({ allowed: true })
})

test('[R-136] a suspected degradation holds the approval, and anybody but a viewer may clear it', () => {
  const soaking: RolloutState = { phase: 'soaking', wave: 0, since: now, soakUntil: now, deadline: now, suspected }
  expect(refuseDegraded(soaking)).toContain('R-136: Olive suspects a gradual degradation (memory climbs)')
  expect(mayClear({ state: soaking }, person('v', 'viewer')).allowed).toBe(false)
  expect(mayClear({ state: soaking }, person('ada')).allowed).toBe(true)
  expect(mayClear({ state: halted('R-062') }, person('ada')).allowed).toBe(false)
})

test.each([
  { state: { phase: 'completed', at: now }, may: true },
  { state: { phase: 'deploying', wave: 1, since: now }, may: true },
  { state: halted('R-062'), may: false },
  {
    state: {
      phase: 'rolled-back',
      at: now,
      wave: 0,
      trigger: { rule: 'R-062', because: '', at: now },
      restored: 'yes',
    },
    may: false,
  },
] as const)('[R-130] only a rollout that stands is retried: $state.phase $may', ({ state, may }) => {
  expect(mayRetry({ state: state as RolloutState }, person('otto', 'operator')).allowed).toBe(may)
  expect(mayRetry({ state: state as RolloutState }, person('ada')).allowed).toBe(false)
})

test('[R-130] no retry before it is recorded why, and none of wrong bytes without a word for it', () => {
  const failed = { name: 'dev-1', reason: 'disk-full', at: now }
  const cause = { category: 'infrastructure', text: 'full', by: 'ada', name: 'Ada', at: now } as const
  expect(refuseRetry(failed, [], false)).toContain('Record why dev-1 failed')
  expect(refuseRetry(failed, [{ ...cause, at: (now - 1) as Instant }], false)).toContain('Record why')
  expect(refuseRetry(failed, [cause], false)).toBeNull()
  expect(refuseRetry({ ...failed, reason: 'hash-mismatch' }, [cause], false)).toContain('despiteHash')
  expect(refuseRetry({ ...failed, reason: 'hash-mismatch' }, [cause], true)).toBeNull()
})
