import { expect, test } from 'vitest'
import type { DeviceId, Generation, Instant, Sha256 } from '../../protocol/ids.ts'
import type { UpdateReport } from '../../protocol/reported.ts'
import { DEMO_POLICY } from './default-policies.ts'
import { observe } from './observe.ts'
import type { DeviceFacts } from './rollout.ts'

const now = 1_000_000 as Instant
const before = (seconds: number) => (now - seconds * 1000) as Instant
const OLD = 'a'.repeat(64) as Sha256
const NEW = 'b'.repeat(64) as Sha256

const told = (update: UpdateReport, running: Sha256 = NEW, generation = 5): Partial<DeviceFacts> => ({
  reported: {
    generation: generation as Generation,
    running: { name: 'app', version: running === NEW ? '2' : '1', sha256: running },
    slot: 'a',
    standby: null,
    update,
  },
})

const device: DeviceFacts = {
  deviceId: 'd1' as DeviceId,
  name: 'd1',
  index: 0,
  wave: 0,
  state: 'installing',
  because: '',
  failure: null,
  generation: 5,
  traffic: null,
  arm: null,
  exposedAt: before(10),
  changedAt: before(10),
  targetSha256: NEW,
  previousSha256: OLD,
  targetConfigDigest: null,
  previousConfigDigest: null,
  online: true,
  onlineSince: before(500),
  lastSeenAt: now,
  reported: null,
  reportedAt: now,
  health: null,
  reachable: true,
  memoryPercent: 40,
  restarts: 0,
  siteId: 'north',
  redundancyGroup: null,
  superseded: null,
  withheld: null,
  hold: null,
}

const digest = (digit: string) => digit.repeat(64) as Sha256

function under(digit: string): Partial<DeviceFacts> {
  const { reported } = told({ state: 'confirmed' })
  return reported?.running
    ? { reported: { ...reported, running: { ...reported.running, configDigest: digest(digit) } } }
    : {}
}

test.each<{ name: string; facts: Partial<DeviceFacts>; state: DeviceFacts['state'] }>([
  { name: 'told, nothing heard yet', facts: {}, state: 'installing' },
  { name: 'an older generation is not an answer', facts: told({ state: 'confirmed' }, OLD, 4), state: 'installing' },
  {
    name: 'downloading',
    facts: told({ state: 'updating', step: 'downloading', percent: 40 }, OLD),
    state: 'installing',
  },
  { name: 'on trial', facts: told({ state: 'updating', step: 'proving', percent: null }), state: 'verifying' },
  { name: 'confirmed and answering', facts: told({ state: 'confirmed' }), state: 'healthy' },
  {
    name: '[D-04] confirmed, agent alive, endpoint dead',
    facts: { ...told({ state: 'confirmed' }), reachable: false },
    state: 'silent',
  },
  {
    name: '[R-003] says confirmed but runs the old version',
    facts: told({ state: 'confirmed' }, OLD),
    state: 'degraded',
  },
  {
    name: '[R-168] says confirmed but runs under another configuration',
    facts: { ...under('d'), targetConfigDigest: digest('c') },
    state: 'degraded',
  },
  { name: '[R-168] confirmed under it', facts: { ...under('c'), targetConfigDigest: digest('c') }, state: 'healthy' },
  {
    name: 'an old agent does not name its configuration',
    facts: { ...told({ state: 'confirmed' }), targetConfigDigest: digest('c') },
    state: 'healthy',
  },
  {
    name: '[R-170] back on the artifact, but not yet under the configuration',
    facts: { state: 'rolling-back', ...under('c'), previousSha256: NEW, previousConfigDigest: digest('d') },
    state: 'rolling-back',
  },
  {
    name: 'went back by itself',
    facts: told({ state: 'rolled-back', reason: 'smoke-test-failed', detail: 'x' }, OLD),
    state: 'failed',
  },
  {
    name: 'refused a bad signature',
    facts: told({ state: 'refused', reason: 'signature-invalid', detail: 'x' }, OLD),
    state: 'failed',
  },
  { name: '[D-04] gone after its update', facts: { online: false, lastSeenAt: before(60) }, state: 'dark' },
  { name: 'away for a moment only', facts: { online: false, lastSeenAt: before(2) }, state: 'installing' },
  {
    name: '[L2] never finishing: told to go back, and waited for',
    facts: { exposedAt: before(90) },
    state: 'rolling-back',
  },
  {
    name: '[R-004] never finishing, but it was offline most of the time',
    facts: { exposedAt: before(90), onlineSince: before(5) },
    state: 'installing',
  },
  {
    name: 'going back',
    facts: { state: 'rolling-back' as const, ...told({ state: 'updating', step: 'switching', percent: null }) },
    state: 'rolling-back',
  },
  {
    name: 'back',
    facts: { state: 'rolling-back' as const, ...told({ state: 'confirmed' }, OLD) },
    state: 'rolled-back',
  },
  {
    name: 'back, because it never answered: failed, and may be tried again',
    facts: {
      state: 'rolling-back' as const,
      failure: { reason: 'install-timeout', detail: 'x', at: now } as const,
      ...told({ state: 'confirmed' }, OLD),
    },
    state: 'failed',
  },
  {
    name: 'says it is back, but is not',
    facts: { state: 'rolling-back' as const, ...told({ state: 'confirmed' }, NEW) },
    state: 'rolling-back',
  },
  {
    name: 'could not go back',
    facts: {
      state: 'rolling-back' as const,
      ...told({ state: 'rolled-back', reason: 'start-failed', detail: 'x' }, NEW),
    },
    state: 'quarantined',
  },
  {
    name: 'online for long and still not back',
    facts: { state: 'rolling-back' as const, changedAt: before(120) },
    state: 'quarantined',
  },
  {
    name: 'offline and owed the rollback, however long',
    facts: { state: 'rolling-back' as const, online: false, changedAt: before(90_000) },
    state: 'rolling-back',
  },
])('$name → $state', ({ facts, state }) => {
  expect(observe({ ...device, ...facts }, DEMO_POLICY, before(1000), now).state).toBe(state)
})

test('a server that was down itself does not take the silence meanwhile for the devices’', () => {
  const away = { ...device, online: false, lastSeenAt: before(600) }
  expect(observe(away, DEMO_POLICY, before(3), now).state).toBe('installing')
  expect(observe(away, DEMO_POLICY, before(320), now).state).toBe('dark')
})

test('[I6] after an outage of the server a device may take as long to come back as the server was away, five minutes at most', () => {
  const away = (outage: number, back: number) =>
    observe({ ...device, online: false, lastSeenAt: before(outage + back) }, DEMO_POLICY, before(back), now).state
  expect(away(60, 65)).toBe('installing')
  expect(away(60, 70)).toBe('dark')
  expect(away(3600, 305)).toBe('installing')
  expect(away(3600, 310)).toBe('dark')
})

test('a device that stays dark is told of once, not every second', () => {
  const away = { ...device, online: false, lastSeenAt: before(60) }
  const one = observe(away, DEMO_POLICY, before(1000), now)
  expect(observe(away, DEMO_POLICY, before(1000), (now + 5000) as Instant)).toEqual(one)
})

test('a failed device is told to return to what it ran, and why is kept', () => {
  const failed = observe(
    { ...device, ...told({ state: 'rolled-back', reason: 'crash-loop', detail: 'exit 1' }, OLD) },
    DEMO_POLICY,
    before(1000),
    now,
  )
  expect(failed).toMatchObject({ sendBack: true, failure: { reason: 'crash-loop', detail: 'exit 1', at: now } })
})
