import { expect, test } from 'vitest'
import type { DeviceId, Generation, Instant, Sha256 } from '../../protocol/ids.ts'
import { DEMO_POLICY } from '../rollout/default-policies.ts'
import type { DeviceFacts, Evidence } from '../rollout/rollout.ts'
import { evaluateGate, type GateInput } from './evaluate.ts'
import { NOTHING_MEASURED } from './measurement.ts'

const now = 1_000_000 as Instant
const NEW = 'b'.repeat(64) as Sha256

const device = (wave: number, more: Partial<DeviceFacts> = {}): DeviceFacts => ({
  deviceId: `d${wave}` as DeviceId,
  name: `d${wave}`,
  index: wave,
  wave,
  state: 'healthy',
  because: '',
  failure: null,
  generation: 5,
  traffic: null,
  arm: null,
  exposedAt: now,
  changedAt: now,
  targetSha256: NEW,
  previousSha256: null,
  targetConfigDigest: null,
  previousConfigDigest: null,
  online: true,
  onlineSince: now,
  lastSeenAt: now,
  reported: {
    generation: 5 as Generation,
    running: { name: 'app', version: '2', sha256: NEW },
    slot: 'a',
    standby: null,
    update: { state: 'confirmed' },
  },
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
  ...more,
})

const judged = (
  deployed: readonly DeviceFacts[],
  perWave: readonly Evidence[] = [],
  soak: GateInput['soak'] = null,
) => {
  const nothing = { baseline: NOTHING_MEASURED, current: NOTHING_MEASURED }
  return evaluateGate({
    wave: 1,
    policy: DEMO_POLICY,
    deployed,
    waveEvidence: nothing,
    deployedEvidence: nothing,
    perWave,
    window: { from: now, to: now },
    soak,
    now,
  })
}

test('[R-063] [R-056] a crash loop on a device of an earlier wave is a crossed rail too', () => {
  expect(judged([device(0, { restarts: 3 }), device(1)]).breaches.map((one) => one.rule)).toEqual(['R-063'])
})

test('[R-126] a device of another wave that went back by itself long ago is not this wave’s crash loop', () => {
  const failure = { reason: 'crash-loop', detail: 'exit 1', at: now } as const
  expect(judged([device(2, { state: 'failed', failure }), device(1)]).breaches).toEqual([])
})

test('[R-083] a device back at its ordinary rate, because its connection broke or the watch ran out, still reports', () => {
  const ago = (seconds: number) => device(1, { reportedAt: (now - seconds * 1000) as Instant })
  expect(judged([ago(12)]).reading.coverage).toEqual({ reporting: 1, eligible: 1 })
  expect(judged([ago(40)]).reading.coverage).toEqual({ reporting: 0, eligible: 1 })
})

test('[D-04] a soak shorter than the longest pause between reports is not passed in silence', () => {
  const until = now
  const soak = { until, deadline: (now + 60_000) as Instant }
  const heard = (seconds: number) =>
    judged([device(1, { reportedAt: (until - seconds * 1000) as Instant })], [], soak).reading.coverage.reporting
  const soakSeconds = DEMO_POLICY.waveSoakSeconds
  expect(heard(soakSeconds / 2 - 1)).toBe(1)
  expect(heard(soakSeconds / 2 + 1)).toBe(0)
})

const layer = (status: 'healthy' | 'unhealthy') => ({ status, checks: [] })
const unwell = (wave: number) =>
  device(wave, {
    state: 'degraded',
    health: {
      connectivity: layer('healthy'),
      system: layer('healthy'),
      application: layer('healthy'),
      functional: layer('unhealthy'),
    },
  })

test('[R-056] an unwell device of an earlier wave fails the row over all deployed devices, and crosses no rail', () => {
  const { reading, breaches } = judged([unwell(0), device(1), device(1)])
  expect(reading.rows.find((row) => row.metric === 'fleet-health')).toMatchObject({ verdict: 'fail' })
  expect(breaches).toEqual([])
})

test('[R-058] a busy processor alone is not an unwell device', () => {
  const busy = device(0, { state: 'degraded', health: { ...unwell(0).health, functional: layer('healthy') } as never })
  const { reading } = judged([busy, device(1)])
  expect(reading.rows.find((row) => row.metric === 'fleet-health')).toMatchObject({ verdict: 'pass' })
})

const measured = (errors: number): Evidence => ({
  baseline: { ...NOTHING_MEASURED, requests: 20_000, errors: 100 },
  current: { ...NOTHING_MEASURED, requests: 20_000, errors },
})

test.each([
  { name: 'each wave worse than the one before', errors: [300, 600, 900], trend: true },
  { name: 'worse and beyond doubt, but far from any limit', errors: [120, 200, 320], trend: false },
  { name: 'worse, but not beyond doubt', errors: [100, 104, 108], trend: false },
  { name: 'one bad wave between good ones', errors: [100, 900, 110], trend: false },
  { name: 'two waves', errors: [100, 900], trend: false },
  { name: 'better from wave to wave', errors: [900, 500, 100], trend: false },
])('[R-067] $name: trend $trend', ({ errors, trend }) => {
  const { breaches } = judged([device(0), device(1)], errors.map(measured))
  expect(breaches.map((one) => one.rule)).toEqual(trend ? ['R-067'] : [])
  expect(breaches.every((one) => one.scope === 'deployed')).toBe(true)
})

test('[R-067] latencies that differ by a bin from wave to wave are no trend', () => {
  const slower = (bin: number): Evidence => ({
    baseline: { ...NOTHING_MEASURED, requests: 20_000, latency: { 150: 20_000 } },
    current: { ...NOTHING_MEASURED, requests: 20_000, latency: { [bin]: 20_000 } },
  })
  expect(judged([device(0), device(1)], [150, 151, 152].map(slower)).breaches).toEqual([])
})
