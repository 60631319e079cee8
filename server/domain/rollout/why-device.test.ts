import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DEVICE_STATES } from '../../protocol/device-state.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import type { NextStep } from '../../protocol/views/rollout-view.ts'
import { DEMO_POLICY } from './default-policies.ts'
import type { Rollout } from './rollout.ts'
import { type WhyFacts, whyDevice } from './why-device.ts'
import { whyWave } from './why-wave.ts'

const at = 1_000_000 as Instant
const later = (seconds: number) => (at + 1000 * seconds) as Instant
const NEXT: NextStep = { sentence: 'Canary soaks.', at: later(30), waitingFor: 'evidence', since: at }
const trigger = { rule: 'R-062', because: 'P95 is +150 %.', at }
const STATES: readonly RolloutState[] = [
  { phase: 'preparing', since: at },
  { phase: 'validating', since: at },
  { phase: 'deploying', wave: 1, since: at },
  { phase: 'soaking', wave: 1, since: at, soakUntil: at, deadline: at },
  { phase: 'halted', wave: 1, since: at, trigger, resume: 'nothing' },
  { phase: 'rolling-back', scope: 'wave', wave: 1, since: at, trigger, end: 'rolled-back' },
  { phase: 'verifying-rollback', scope: 'wave', wave: 1, since: at, until: at, trigger, end: 'rolled-back' },
  { phase: 'confirming', since: at },
  { phase: 'completed', at },
  { phase: 'rolled-back', at, wave: 1, trigger, restored: 'yes' },
  { phase: 'aborted', at, wave: 1, trigger, restored: 'yes' },
]

const WAVES = ['Canary', 'Wave 1', 'Wave 2', 'Wave 3'].map((label) => ({ label }))
const rollout = (state: RolloutState, paused: Rollout['paused'] = null) =>
  ({ state, paused, policy: DEMO_POLICY, plan: { waves: WAVES } }) as unknown as Rollout

const DEVICE: WhyFacts = {
  wave: 1,
  state: 'pending',
  because: '',
  exposedAt: null,
  traffic: null,
  arm: null,
  changedAt: at,
  online: true,
  onlineSince: null,
  lastSeenAt: at,
  superseded: null,
  takenBy: null,
  withheld: null,
  hold: null,
}
const DEPLOYING = STATES[2] as RolloutState
const frozen = { because: 'Oslo is frozen until Fri 06:00 by Ann: stocktaking.', until: later(3600) }

test.each<[string, Partial<WhyFacts>, Partial<NextStep>]>([
  ['its site is frozen', { hold: frozen }, { sentence: frozen.because, at: frozen.until, waitingFor: 'calendar' }],
  [
    'its wave has not come',
    { wave: 2 },
    { sentence: 'Waits for Wave 2. Begins by itself when Wave 1 has passed its gate.' },
  ],
  ['it is offline as its wave comes', { online: false }, { at: later(8), waitingFor: 'devices', since: at }],
  [
    'it was told and is silent so far',
    { state: 'installing', exposedAt: later(5) },
    { at: later(65), since: later(5), waitingFor: 'devices', sentence: expect.stringContaining('Told to install.') },
  ],
  [
    'it missed its wave',
    { state: 'skipped', online: false },
    { sentence: 'Offline; catches up when it returns.', at: null, since: at },
  ],
  [
    'it is owed a rollback',
    { state: 'rolling-back', online: false },
    { sentence: 'Offline, and owed the old version: it is told first thing when it returns.' },
  ],
  [
    'another rollout has it',
    { superseded: 'for-now', takenBy: 'camera 4' },
    { sentence: expect.stringContaining('“camera 4” has it in its plan') },
  ],
  [
    'it is quarantined',
    { state: 'quarantined', because: 'Could not go back: disk full.' },
    { sentence: expect.stringContaining('until somebody releases it on its page'), waitingFor: 'person' },
  ],
])('B-11: %s', (_name, device, why) => {
  expect(whyDevice(rollout(DEPLOYING), { ...DEVICE, ...device }, NEXT)).toMatchObject(why)
})

test('B-11: a paused rollout is why none of its devices is told', () => {
  const paused = { since: later(1), by: 'Olive', reason: '' }
  const next: NextStep = { sentence: 'Paused by Olive.', at: null, waitingFor: 'person', since: later(1) }
  expect(whyDevice(rollout(DEPLOYING, paused), DEVICE, next)).toMatchObject(next)
  expect(whyDevice(rollout(DEPLOYING, paused), { ...DEVICE, state: 'skipped' }, next).sentence).toContain('Olive')
})

test('B-11: whatever the state of a device and its rollout, there is a reason for it and for its wave', () => {
  fc.assert(
    fc.property(
      fc.record({
        state: fc.constantFrom(...DEVICE_STATES),
        wave: fc.nat(3),
        online: fc.boolean(),
        superseded: fc.constantFrom(null, 'for-now' as const, 'for-good' as const),
        withheld: fc.constantFrom(null, 'it is quarantined'),
        hold: fc.constantFrom(null, frozen),
        lastSeenAt: fc.constantFrom(null, at),
      }),
      fc.constantFrom(...STATES),
      (facts, state) => {
        expect(whyDevice(rollout(state), { ...DEVICE, ...facts }, NEXT).sentence.trim()).not.toBe('')
        expect(whyWave(rollout(state), facts.wave, NEXT.sentence, facts.state !== 'pending').trim()).not.toBe('')
      },
    ),
  )
})
