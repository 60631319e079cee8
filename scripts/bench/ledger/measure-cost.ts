import { randomUUID } from 'node:crypto'
import { pack, unpack } from '../../../server/adapters/ledger/packed.ts'
import { sha256Of } from '../../../server/adapters/prisma/content-hash.ts'
import { NOTHING_MEASURED } from '../../../server/domain/gate/measurement.ts'
import { type Inputs, type Kept, readInputs, writeInputs } from '../../../server/domain/ledger/inputs.ts'
import { decisionText } from '../../../server/domain/ledger/replay.ts'
import { decide } from '../../../server/domain/rollout/decide.ts'
import { DEMO_POLICY } from '../../../server/domain/rollout/default-policies.ts'
import type { DeviceFacts, Rollout } from '../../../server/domain/rollout/rollout.ts'
import type { HealthLayer } from '../../../server/protocol/health.ts'
import type { ApprovalId, DeviceId, Generation, Instant, RolloutId, Sha256 } from '../../../server/protocol/ids.ts'
import { processorMs } from './processor-ms.ts'

const START = 1_800_000_000_000

/** One rollout in the middle of its last wave. Milliseconds of processor time; bytes are what a row holds. */
export function measureCost(devices: number) {
  const whole = inputsOf(
    Array.from({ length: devices }, (_, n) => device(n)),
    START,
  )
  const [first, kept] = cost(null, whole)
  const tenth = (change: Partial<DeviceFacts>) =>
    inputsOf(
      whole.facts.devices.map((one, n) => (mixed(n) % 10 === 0 ? { ...one, ...change } : one)),
      START + 1000,
    )
  const [moved] = cost(
    kept,
    tenth({ state: 'healthy', because: 'Runs 2.0.0, confirmed.', changedAt: START as Instant }),
  )
  const heard = whole.facts.devices.map((one, n) =>
    mixed(n) % 10 === 0
      ? { ...one, reportedAt: (START + (mixed(n) % 997)) as Instant, memoryPercent: 40 + (mixed(n) % 317) / 10 }
      : one,
  )
  const [again] = cost(kept, inputsOf(heard, START + 1000))
  const began = processorMs()
  const read = readInputs(unpack(first.packed), null)
  decisionText(decide(read.rollout, read.facts, read.now))
  return {
    devices,
    wholeMs: first.ms,
    wholeBytes: first.packed.length,
    tenthMovedMs: moved.ms,
    tenthMovedBytes: moved.packed.length,
    tenthHeardMs: again.ms,
    tenthHeardBytes: again.packed.length,
    replayMs: processorMs() - began,
  }
}

function cost(before: Kept | null, inputs: Inputs): [{ ms: number; packed: Uint8Array }, Kept] {
  const began = processorMs()
  const { text, kept } = writeInputs(before, inputs)
  const packed = pack(text)
  return [{ ms: processorMs() - began, packed }, kept]
}

/** No two neighbours alike: what a fleet measures packs badly. */
const mixed = (n: number) => Number.parseInt(sha256Of(String(n)).slice(0, 7), 16)

const sha = (digit: string) => digit.repeat(64) as Sha256

function device(n: number): DeviceFacts {
  const running = { name: 'edge-vision', version: '2.0.0', sha256: sha('b'), configDigest: sha('c') }
  const layer: HealthLayer = { status: 'healthy', checks: [] }
  return {
    deviceId: randomUUID() as DeviceId,
    name: `gateway-${n}`,
    siteId: `site-${n % 100}`,
    traffic: null,
    arm: null,
    redundancyGroup: null,
    index: n,
    wave: n < 10 ? 0 : 1,
    state: 'verifying',
    because: 'Runs the new version on trial.',
    failure: null,
    generation: 2,
    exposedAt: (START - 60_000) as Instant,
    changedAt: (START - 30_000) as Instant,
    targetSha256: sha('b'),
    previousSha256: sha('a'),
    targetConfigDigest: sha('c'),
    previousConfigDigest: sha('d'),
    online: true,
    onlineSince: (START - 3_600_000 - (mixed(n) % 86_400_000)) as Instant,
    lastSeenAt: null,
    reported: {
      generation: 2 as Generation,
      running,
      slot: 'b',
      standby: { ...running, version: '1.0.0', sha256: sha('a'), configDigest: sha('d') },
      update: { state: 'updating', step: 'proving', percent: null },
    },
    reportedAt: (START - (mixed(n) % 10_000)) as Instant,
    health: { connectivity: layer, system: layer, application: layer, functional: layer },
    reachable: true,
    memoryPercent: 40 + (mixed(n) % 371) / 10,
    restarts: 0,
    superseded: null,
    withheld: null,
    hold: null,
  }
}

function inputsOf(devices: readonly DeviceFacts[], now: number): Inputs {
  const measured = { baseline: NOTHING_MEASURED, current: NOTHING_MEASURED }
  return {
    now: now as Instant,
    rollout: {
      id: 'bench' as RolloutId,
      name: 'bench',
      target: 'edge-vision 2.0.0',
      policy: DEMO_POLICY,
      plan: {
        hash: 'bench',
        waves: [{ label: 'Canary' }, { label: 'Wave 1' }],
        order: devices.map(({ deviceId, wave }) => ({ deviceId, wave })),
      } as unknown as Rollout['plan'],
      state: { phase: 'deploying', wave: 1, since: (START - 60_000) as Instant },
      paused: null,
      createdBy: 'olive',
      failure: null,
      rootCauses: [],
      comparison: null,
    },
    facts: {
      devices,
      observingSince: 0 as Instant,
      window: { from: (now - 60_000) as Instant, to: now as Instant },
      waves: new Map([[1, measured]]),
      deployed: measured,
      restored: measured,
      approval: null,
      preflight: [],
      queue: null,
      surroundings: null,
      lines: [],
      arms: null,
      freshApprovalId: 'a' as ApprovalId,
    },
  }
}
