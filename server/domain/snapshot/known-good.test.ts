import { expect, test } from 'vitest'
import type { Instant } from '../../protocol/ids.ts'
import { judgeKnownGood, KNOWN_GOOD, type SnapshotRecord } from './known-good.ts'

const DAY = 86_400_000
const now = (100 * DAY) as Instant
const ago = (days: number) => (now - days * DAY) as Instant
const good: SnapshotRecord = { knownGood: false, completedAt: [ago(8)], failedAt: [], devices: 100, healthy: 99 }

test.each<{ name: string; seen: SnapshotRecord; knownGood: boolean; because: RegExp }>([
  { name: 'completed, quiet for seven days, healthy', seen: good, knownGood: true, because: /99 of 100/ },
  { name: 'never rolled out', seen: { ...good, completedAt: [] }, knownGood: false, because: /No rollout/ },
  { name: 'too early', seen: { ...good, completedAt: [ago(6)] }, knownGood: false, because: /another 1 day/ },
  {
    name: 'a gate failed since',
    seen: { ...good, failedAt: [ago(1)] },
    knownGood: false,
    because: /none has completed/,
  },
  {
    name: 'it failed once, then completed and stayed quiet',
    seen: { ...good, failedAt: [ago(20)] },
    knownGood: true,
    because: /no gate failed/,
  },
  { name: 'sick devices', seen: { ...good, healthy: 94 }, knownGood: false, because: /94 %; needed 95 %/ },
  {
    name: 'it does not flap: what was earned stays a little below',
    seen: { ...good, knownGood: true, healthy: 94 },
    knownGood: true,
    because: /94 of 100/,
  },
  { name: 'and is lost far below', seen: { ...good, knownGood: true, healthy: 80 }, knownGood: false, because: /80 %/ },
  {
    name: 'it outlives its last device: a rollback must find it',
    seen: { ...good, knownGood: true, devices: 0, healthy: 0 },
    knownGood: true,
    because: /no device runs it now/,
  },
  { name: 'nothing shows it', seen: { ...good, devices: 0, healthy: 0 }, knownGood: false, because: /nothing shows/ },
])('[R-154] known-good is earned: $name', ({ seen, knownGood, because }) => {
  const earned = judgeKnownGood(seen, KNOWN_GOOD, now)
  expect(earned.knownGood).toBe(knownGood)
  expect(earned.because).toMatch(because)
})
