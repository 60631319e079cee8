import { expect, test } from 'vitest'
import type { DeviceId, Generation, Instant, Sha256 } from '../../protocol/ids.ts'
import { DEMO_POLICY } from '../rollout/default-policies.ts'
import type { DeviceFacts } from '../rollout/rollout.ts'
import { evaluateGate } from './evaluate.ts'
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
  superseded: null,
  withheld: null,
  ...more,
})

const judged = (deployed: readonly DeviceFacts[]) => {
  const nothing = { baseline: NOTHING_MEASURED, current: NOTHING_MEASURED }
  return evaluateGate({
    wave: 1,
    policy: DEMO_POLICY,
    deployed,
    waveEvidence: nothing,
    deployedEvidence: nothing,
    window: { from: now, to: now },
    soak: null,
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
