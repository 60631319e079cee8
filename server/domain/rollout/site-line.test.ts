import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeviceId, Instant, Sha256 } from '../../protocol/ids.ts'
import { STANDARD_POLICY } from './default-policies.ts'
import { downloadsUnder } from './downloads.ts'
import { pace } from './pace.ts'
import type { DeviceFacts } from './rollout.ts'
import type { OnTheLine } from './site-line.ts'

const NOW = 1_800_000_000_000 as Instant
const MB = 1_000_000
const sha = (digit: string) => digit.repeat(64) as Sha256

const device = (name: string, siteId: string, changes: Partial<DeviceFacts> = {}): DeviceFacts => ({
  deviceId: name as DeviceId,
  name,
  index: 0,
  wave: 0,
  siteId,
  redundancyGroup: null,
  state: 'pending',
  because: '',
  failure: null,
  generation: null,
  traffic: null,
  arm: null,
  exposedAt: null,
  changedAt: NOW,
  targetSha256: sha('b'),
  previousSha256: sha('a'),
  targetConfigDigest: null,
  previousConfigDigest: null,
  online: true,
  onlineSince: null,
  lastSeenAt: NOW,
  reported: null,
  reportedAt: null,
  health: null,
  reachable: true,
  memoryPercent: null,
  restarts: 0,
  superseded: null,
  withheld: null,
  hold: null,
  ...changes,
})

/** Who of these is told by a rollout that keeps to this cap, beside those lines. */
function told(devices: readonly DeviceFacts[], cap: number, lines: readonly OnTheLine[]) {
  const policy = { ...STANDARD_POLICY, ramp: { ...STANDARD_POLICY.ramp, bytesPerSecondPerSite: cap } }
  const downloads = downloadsUnder(policy, 10 * MB)
  return pace(
    devices.filter(({ state }) => state === 'pending'),
    {
      rollout: { policy, plan: { cohort: devices.length, ...(downloads ? { downloads } : {}) } },
      devices,
      now: NOW,
      facts: { surroundings: null, lines },
    },
  )
}

const onLine = (siteId: string, changes: Partial<OnTheLine> = {}): OnTheLine => ({
  deviceId: 'other' as DeviceId,
  siteId,
  rollout: 'Camera 2',
  bytesPerSecond: MB / 4,
  cap: MB,
  ...changes,
})

const five = Array.from({ length: 5 }, (_, n) => device(`d${n}`, 'north'))
const names = (devices: readonly DeviceFacts[]) => devices.map(({ name }) => name).join(' ')

test.each([
  { name: 'alone it has the whole line', cap: MB, lines: [], who: 'd0 d1 d2 d3' },
  { name: 'what another has of it is gone', cap: MB, lines: [onLine('north'), onLine('north')], who: 'd0 d1' },
  { name: 'another site is another line', cap: MB, lines: [onLine('south')], who: 'd0 d1 d2 d3' },
  { name: 'the lower cap counts', cap: MB, lines: [onLine('north', { cap: MB / 2 })], who: 'd0' },
  {
    name: 'who was told no rate has all of it',
    cap: MB,
    lines: [onLine('north', { bytesPerSecond: null, cap: 0 })],
    who: '',
  },
  { name: 'without a cap it waits for whoever keeps to one', cap: 0, lines: [onLine('north')], who: '' },
  { name: 'without any cap nobody waits', cap: 0, lines: [], who: 'd0 d1 d2 d3 d4' },
])('$name', ({ cap, lines, who }) => {
  expect(names(told(five, cap, lines).told)).toBe(who)
})

test('who waits is told for what, and whose line it is', () => {
  expect(told(five, MB, []).held?.because).toBe(
    'At most 1.0 MB/s are downloaded at a site, by 4 devices at once; the next at north follow as those have theirs.',
  )
  expect(told(five, 0, [onLine('north')]).held).toEqual({
    rule: 'site-bytes',
    because:
      'At most 1.0 MB/s are downloaded at a site, by all rollouts together, and “Camera 2” has the line of north now; the next there follow as it becomes free.',
    until: null,
  })
})

test('[R-159] where only the configuration changes nothing is fetched: no line is waited for, and none is taken', () => {
  const same = five.map((one) => ({ ...one, previousSha256: one.targetSha256 }))
  expect(told(same, MB, [onLine('north', { bytesPerSecond: null })]).told).toHaveLength(5)
  const busy = same.map((one) => ({ ...one, state: 'installing' as const }))
  expect(names(told([...busy, ...five], MB, []).told)).toBe('d0 d1 d2 d3')
})

/** Rollouts take turns, and devices have their bytes whenever they do. */
test('two rollouts together never ask more of a site than the lower of their caps', () => {
  const happenings = fc.array(fc.record({ turn: fc.nat(1), done: fc.array(fc.nat(39), { maxLength: 6 }) }), {
    minLength: 5,
    maxLength: 40,
  })
  const caps = fc.tuple(fc.constantFrom(0, 300, MB, 2 * MB), fc.constantFrom(300, MB, 3 * MB))
  fc.assert(
    fc.property(caps, happenings, (both, seconds) => {
      const rates = both.map((cap) => rateUnder(cap))
      let fleets = both.map((_, of) =>
        Array.from({ length: 20 }, (_one, n) => device(`${of}-${n}`, n % 2 === 0 ? 'north' : 'south')),
      )
      const lines = (of: number): OnTheLine[] =>
        (fleets[of] ?? []).flatMap(({ state, deviceId, siteId }) =>
          state === 'installing'
            ? [{ deviceId, siteId, rollout: `${of}`, bytesPerSecond: rates[of] ?? null, cap: both[of] ?? 0 }]
            : [],
        )
      for (const { turn, done } of seconds) {
        fleets = fleets.map((fleet, of) =>
          fleet.map((one, n) =>
            one.state === 'installing' && done.includes(20 * of + n) ? { ...one, state: 'verifying' } : one,
          ),
        )
        const now = new Set(told(fleets[turn] ?? [], both[turn] ?? 0, lines(1 - turn)).told)
        fleets = fleets.map((fleet) => fleet.map((one) => (now.has(one) ? { ...one, state: 'installing' } : one)))
        for (const site of ['north', 'south']) {
          const there = [...lines(0), ...lines(1)].filter(({ siteId }) => siteId === site)
          const least = Math.min(...there.flatMap(({ cap }) => (cap > 0 ? [cap] : [])))
          const asked = there.reduce((sum, one) => sum + (one.bytesPerSecond ?? Number.POSITIVE_INFINITY), 0)
          if (Number.isFinite(least)) expect(asked).toBeLessThanOrEqual(least)
        }
      }
    }),
    { numRuns: 200, seed: 4 },
  )
})

const rateUnder = (bytesPerSecondPerSite: number) =>
  downloadsUnder({ ...STANDARD_POLICY, ramp: { ...STANDARD_POLICY.ramp, bytesPerSecondPerSite } }, 10 * MB)
    ?.bytesPerSecond ?? null
