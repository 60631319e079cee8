import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { plusSeconds } from '../instant.ts'
import { STANDARD_POLICY } from './default-policies.ts'
import { budgetUnits, mostUnavailable } from './disruption.ts'
import type { Seen } from './limit.ts'
import { pace } from './pace.ts'
import { maxUnavailable } from './ramp.ts'
import type { DeviceFacts } from './rollout.ts'
import { isUnavailable, takesPlace } from './unavailable.ts'

const START = 1_800_000_000_000 as Instant

const device = (n: number): DeviceFacts => ({
  deviceId: `d${n}` as DeviceId,
  name: `d${n}`,
  index: n,
  wave: 1,
  siteId: `site-${n % 3}`,
  redundancyGroup: n % 4 === 0 ? null : `group-${n % 5}`,
  state: 'pending',
  because: '',
  failure: null,
  generation: null,
  traffic: null,
  arm: null,
  exposedAt: null,
  changedAt: START,
  targetSha256: null,
  previousSha256: null,
  targetConfigDigest: null,
  previousConfigDigest: null,
  online: true,
  onlineSince: null,
  lastSeenAt: START,
  reported: null,
  reportedAt: null,
  health: null,
  reachable: true,
  memoryPercent: null,
  restarts: 0,
  superseded: null,
  withheld: null,
  hold: null,
})

/** What a device does by itself in a second of this world. */
const HAPPENINGS = ['verifying', 'healthy', 'healthy', 'degraded', 'rolled-back', 'dark', 'goes', 'comes'] as const
type Happening = { readonly n: number; readonly what: (typeof HAPPENINGS)[number] }

function happen(one: DeviceFacts, { what }: Happening, now: Instant): DeviceFacts {
  if (what === 'goes' || what === 'comes') return { ...one, online: what === 'comes' }
  const inHand = one.state === 'installing' || one.state === 'verifying' || one.state === 'healthy'
  const onTheWay = inHand && one.state !== what && !(what === 'verifying' && one.state === 'healthy')
  return onTheWay ? { ...one, state: what, changedAt: now } : one
}

type Step = {
  readonly before: Seen
  readonly told: readonly DeviceFacts[]
  readonly after: readonly DeviceFacts[]
  readonly held: boolean
}

/** A wave that is told as fast as its limits allow, second by second, while devices do what they like. */
function* walk(policy: RolloutPolicy, count: number, seconds: readonly (readonly Happening[])[]): Generator<Step> {
  let devices: readonly DeviceFacts[] = Array.from({ length: count }, (_, n) => device(n))
  const units = devices.flatMap((one) => budgetUnits(one).map(({ key }) => key))
  const totals = new Map([...Map.groupBy(units, (key) => key)].map(([key, all]) => [key, all.length]))
  for (const [second, happenings] of seconds.entries()) {
    const now = plusSeconds(START, 7 * second)
    devices = devices.map((one) =>
      happenings.filter(({ n }) => n % count === one.index).reduce((seen, next) => happen(seen, next, now), one),
    )
    const before: Seen = {
      rollout: { policy, plan: { cohort: count } },
      devices,
      now,
      facts: { surroundings: { totals, away: [] }, lines: [] },
    }
    const waiting = devices.filter(({ state, online }) => state === 'pending' && online)
    const { told, held } = pace(waiting, before)
    devices = devices.map((one) =>
      told.includes(one) ? { ...one, state: 'installing', exposedAt: now, changedAt: now } : one,
    )
    yield { before, told, after: devices, held: held !== null }
    expect(held === null).toBe(told.length === waiting.length)
  }
}

const happenings = fc.array(
  fc.array(fc.record({ n: fc.nat(59), what: fc.constantFrom(...HAPPENINGS) }), { maxLength: 12 }),
  { minLength: 10, maxLength: 60 },
)

const always = (policy: fc.Arbitrary<Partial<RolloutPolicy>>, holds: (step: Step, policy: RolloutPolicy) => void) =>
  fc.assert(
    fc.property(policy, fc.integer({ min: 2, max: 60 }), happenings, (some, count, seconds) => {
      const whole = { ...STANDARD_POLICY, ...some }
      for (const step of walk(whole, count, seconds)) holds(step, whole)
    }),
    { numRuns: 200, seed: 4 },
  )

test('without limits everybody is told at once', () => {
  always(fc.constant({}), ({ held }) => expect(held).toBe(false))
})

test('[R-081] [R-082] [R-085] nobody is told beyond max_unavailable, nor while a place is not ready again', () => {
  const policy = fc.record({
    strategy: fc.constant('rolling-update' as const),
    maxUnavailablePercent: fc.integer({ min: 5, max: 10 }),
  })
  always(policy, ({ told, after, before }, { maxUnavailablePercent, trial }) => {
    if (told.length === 0) return
    const inHand = after.filter((one) => takesPlace(one, trial.minReadySeconds, before.now))
    expect(inHand.length).toBeLessThanOrEqual(maxUnavailable(after.length, maxUnavailablePercent))
  })
})

test('nobody is told beyond the ramp, in whichever minute', () => {
  const policy = fc.record({
    ramp: fc.record({
      devicesPerMinute: fc.integer({ min: 1, max: 9 }),
      concurrentPerSite: fc.constant(0),
      bytesPerSecondPerSite: fc.constant(0),
    }),
  })
  always(policy, ({ after, before }, { ramp }) => {
    const lately = after.filter(({ exposedAt }) => exposedAt !== null && exposedAt > plusSeconds(before.now, -60))
    expect(lately.length).toBeLessThanOrEqual(ramp.devicesPerMinute)
  })
})

test('no more of a site install at once than the ramp allows', () => {
  const policy = fc.record({
    ramp: fc.record({
      devicesPerMinute: fc.constant(0),
      concurrentPerSite: fc.integer({ min: 1, max: 4 }),
      bytesPerSecondPerSite: fc.constant(0),
    }),
  })
  always(policy, ({ after }, { ramp }) => {
    const busy = after.filter(({ state }) => state === 'installing' || state === 'verifying')
    for (const all of Map.groupBy(busy, ({ siteId }) => siteId).values())
      expect(all.length).toBeLessThanOrEqual(ramp.concurrentPerSite)
  })
})

test('whoever is told leaves its site and its redundancy group within the budget, those that are away counted', () => {
  const policy = fc.record({
    budget: fc.record({
      sitePercent: fc.integer({ min: 10, max: 100 }),
      groupAvailable: fc.integer({ min: 0, max: 3 }),
    }),
  })
  always(policy, ({ told, after, before }, { budget }) => {
    const gone = after.filter(isUnavailable).flatMap((one) => budgetUnits(one).map(({ key }) => key))
    for (const unit of told.flatMap(budgetUnits)) {
      const most = mostUnavailable(unit, before.facts.surroundings?.totals.get(unit.key) ?? 0, budget)
      expect(gone.filter((key) => key === unit.key).length, unit.key).toBeLessThanOrEqual(Math.max(most, 0))
    }
  })
})
