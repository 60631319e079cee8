import { expect, test } from 'vitest'
import type { ApprovalId, Instant, RolloutId } from '../../protocol/ids.ts'
import type { Priority } from '../../protocol/priority.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import { aheadWords, goesBefore, isAhead, mayPrioritise } from './queue.ts'

const now = 1_000_000 as Instant
const place = (priority: Priority, since: number, id = 'r') => ({ priority, since: since as Instant, id })
const waiting = (priority: Priority, more: object = {}): RolloutState => ({
  phase: 'preparing',
  since: now,
  queue: { priority, by: 'olive', name: 'Olive', reason: 'after the hotfix', since: now, ...more },
})
const trigger = { rule: 'R-062', because: 'P95 is +150 %.', at: now }

test.each([
  { first: place('urgent', 9), second: place('high', 1), why: 'the more important one, however late' },
  { first: place('normal', 1), second: place('normal', 2), why: 'of two alike, who has waited longer' },
  { first: place('low', 1, 'a'), second: place('low', 1, 'b'), why: 'never both, in the same moment either' },
])('of two that wait goes first $why', ({ first, second }) => {
  expect([goesBefore(first, second), goesBefore(second, first)]).toEqual([true, false])
})

const OTHERS: readonly { what: string; state: RolloutState; paused?: true; ahead: boolean }[] = [
  {
    what: 'one that installs, whatever its priority was',
    state: { phase: 'deploying', wave: 0, since: now },
    ahead: true,
  },
  {
    what: 'one that waits for approval',
    state: { phase: 'awaiting-approval', wave: 1, since: now, approval: 'a' as ApprovalId, expiresAt: now },
    ahead: true,
  },
  {
    what: 'one that goes back',
    state: { phase: 'rolling-back', scope: 'deployed', wave: 0, since: now, trigger, end: 'rolled-back' },
    ahead: true,
  },
  {
    what: 'one that begins at a set time',
    state: { phase: 'preparing', since: now, startAt: (now + 1) as Instant },
    ahead: true,
  },
  { what: 'one that waits and matters more', state: waiting('high'), ahead: true },
  { what: 'one that waits and matters less', state: waiting('low'), ahead: false },
  { what: 'one that matters more and is paused', state: waiting('high'), paused: true, ahead: false },
  {
    what: 'one that matters more and needs a person',
    state: waiting('high', { changed: { because: 'one device is gone', at: now } }),
    ahead: false,
  },
  {
    what: 'one that matters more and may not begin yet',
    state: { ...waiting('high'), startAt: (now + 1) as Instant } as RolloutState,
    ahead: false,
  },
]

test.each(OTHERS)('$what goes ahead of one with priority normal: $ahead', ({ state, paused, ahead }) => {
  const other = { id: 'other' as RolloutId, state, paused: paused ? { since: now, by: 'Olive', reason: '' } : null }
  expect(isAhead(other, place('normal', 1), now)).toBe(ahead)
})

test('[B-11] says who is ahead, on how many devices, and what they are doing', () => {
  const id = 'x' as RolloutId
  expect(
    aheadWords([
      { id, name: 'Edge 2.0', phase: 'soaking', priority: null, devices: 12 },
      { id, name: 'Hotfix', phase: 'preparing', priority: 'urgent', devices: 1 },
    ]),
  ).toBe('“Edge 2.0” has 12 devices (soaking) and “Hotfix” goes first on 1 device (priority urgent)')
})

test.each([
  { role: 'operator', state: waiting('low'), allowed: true },
  { role: 'approver', state: waiting('low'), allowed: false },
  { role: 'operator', state: { phase: 'validating', since: now }, allowed: false },
] as const)('the priority of $state.phase may be set by the $role: $allowed', ({ role, state, allowed }) => {
  expect(mayPrioritise({ state }, { role }).allowed).toBe(allowed)
})
