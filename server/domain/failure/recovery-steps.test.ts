import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import type { RootCause } from '../../protocol/root-cause.ts'
import { type Recovering, recoverySteps } from './recovery-steps.ts'

const at = (n: number) => n as Instant
const failure = { rule: 'R-124', because: '3 of 10 devices failed (30 %; limit 20 %).', at: at(100) }
const cause: RootCause = { category: 'artifact', text: 'It reads a missing file.', by: 'ada', name: 'Ada', at: at(300) }
const device = (over: Partial<Recovering> = {}): Recovering => ({
  state: 'rolled-back',
  wave: 1,
  changedAt: at(150),
  online: true,
  healthy: true,
  failed: false,
  logAt: null,
  ...over,
})
const STATES = {
  going: { phase: 'rolling-back', scope: 'wave', wave: 1, since: at(100), trigger: failure, end: 'rolled-back' },
  halted: { phase: 'halted', wave: 1, since: at(200), trigger: failure, resume: 'nothing' },
  back: { phase: 'rolled-back', at: at(200), wave: 1, trigger: failure, restored: 'yes' },
  aborted: { phase: 'aborted', at: at(250), wave: 1, trigger: { ...failure, rule: 'person' }, restored: 'no' },
} as const satisfies Record<string, RolloutState>

const lines = (state: RolloutState, devices: readonly Recovering[], rootCauses: readonly RootCause[] = []) =>
  recoverySteps({ rollout: { state, failure, rootCauses }, devices, pattern: null, because: '' })?.map(
    ({ rule, status, sentence }) => `${rule} ${status}: ${sentence}`,
  )

test('[R-125, R-126, R-127, R-128, R-129, R-130] a failed wave is a checklist, and what an absent device owes is said', () => {
  const devices = [
    device({ state: 'failed', failed: true, logAt: at(120) }),
    device({ state: 'rolling-back', failed: true, online: false }),
    device(),
    device({ wave: 0, state: 'healthy' }),
  ]
  expect(lines(STATES.halted, devices)).toMatchInlineSnapshot(`
    [
      "R-125 done: R-124: 3 of 10 devices failed (30 %; limit 20 %).",
      "R-126 owed: 2 of 3 devices run the old version again, 1 offline and owed it first thing on return.",
      "R-127 done: 2 of 2 devices answer as healthy.",
      "R-128 owed: 1 of 2 failed devices sent what they said last; 1 owed, 1 of them offline.",
      "R-129 done: 2 devices failed by themselves: fewer than three show no pattern.",
      "R-130 current: Nothing goes on before a person says why it failed.",
      "R-131 waiting: A revision of the plan is refused until the root cause is recorded.",
    ]
  `)
})

test('[R-126, R-127] it begins with what is under way', () => {
  const devices = [device({ state: 'rolling-back' }), device(), device({ state: 'quarantined', failed: true })]
  expect(lines(STATES.going, devices)?.slice(1, 3)).toMatchInlineSnapshot(`
    [
      "R-126 current: 1 of 3 devices run the old version again, 1 on the way, 1 could not go back and need a person.",
      "R-127 waiting: Measured as soon as they are back.",
    ]
  `)
})

test('[R-127] a rollback that did not help is not ticked off', () => {
  expect(lines(STATES.aborted, [device()])?.[2]).toMatch(/^R-127 failed: The baseline is not restored/)
})

test.each([
  { name: 'without a root cause', causes: [], goOn: 'waiting' },
  { name: 'with one from before it failed', causes: [{ ...cause, at: at(99) }], goOn: 'waiting' },
  { name: 'with one recorded since', causes: [cause], goOn: 'done' },
])('[R-130] $name going on is $goOn, also after a person ended it', ({ causes, goOn }) => {
  for (const state of [STATES.back, STATES.aborted])
    expect(
      recoverySteps({ rollout: { state, failure, rootCauses: causes }, devices: [], pattern: null, because: '' }),
    ).toContainEqual(expect.objectContaining({ key: 'go-on', status: goOn }))
})

test('what a person turned back needs no recovery', () => {
  expect(
    recoverySteps({
      rollout: { state: STATES.aborted, failure: null, rootCauses: [] },
      devices: [],
      pattern: null,
      because: '',
    }),
  ).toBeNull()
})
