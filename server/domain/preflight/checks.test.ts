import { expect, test } from 'vitest'
import type { Instant, Sha256 } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import { DEMO_POLICY } from '../rollout/default-policies.ts'
import { preflight } from './checks.ts'
import type { PreflightDevice, PreflightFacts } from './facts.ts'

const device: PreflightDevice = {
  deviceId: 'rpi5-1',
  name: 'rpi5 1',
  wave: 0,
  hardwareType: 'rpi5',
  architecture: 'arm64',
  region: 'eu',
  groups: [],
  memoryMb: 4096,
  diskMb: 32_000,
  diskPercent: 40,
  online: true,
  lastSeenAt: 1 as Instant,
  unsupported: null,
  discrepancy: null,
  running: '1.0.0',
  previous: 'f'.repeat(64) as Sha256,
}

const manifest: ReleaseManifest = {
  format: 1,
  name: 'app',
  version: '2.0.0',
  counter: 2,
  createdAt: 0 as Instant,
  mechanism: 'dual-slot',
  artifacts: [
    {
      hardwareType: 'rpi5',
      architecture: 'arm64',
      sha256: 'a'.repeat(64) as Sha256,
      size: 1,
      unpackedSize: 1,
      files: 1,
    },
  ],
  resources: { memoryMb: 100, diskMb: 100 },
  application: { start: ['node', 'main.js'], healthPath: '/health', stopTimeoutSeconds: 5 },
  smokeTests: [{ name: 'known', method: 'GET', path: '/', expect: {}, tolerance: 0, timeoutMs: 1000 }],
}

const measured = (canary: number, wave: number) => [
  { deviceId: 'rpi5-1', requests: canary },
  { deviceId: 'rpi5-2', requests: wave },
]

const good: PreflightFacts = {
  release: { manifest, signatureValid: true, blocked: false },
  missingArtifacts: [],
  policy: DEMO_POLICY,
  devices: [device, { ...device, deviceId: 'rpi5-2', name: 'rpi5 2', wave: 1 }],
  uncovered: [],
  baseline: measured(500, 500),
  rollbackProblems: new Map(),
  rollbackTested: 'Seen on 3 devices.',
  communicationPlan: 'The channel knows.',
  now: 1 as Instant,
}

const withDevice = (change: Partial<PreflightDevice>): PreflightFacts => ({
  ...good,
  devices: [{ ...device, ...change }],
})

test('[R-025 … R-036, R-142] all thirteen items are met by a good plan, each with its evidence', () => {
  const items = preflight(good)
  expect(items.map((item) => item.rule)).toEqual([...Array.from({ length: 12 }, (_, n) => `R-0${25 + n}`), 'R-142'])
  for (const item of items) expect(item).toMatchObject({ met: true, because: expect.stringMatching(/\w{4}/) })
})

test('[R-029] the rollback drill of the policy is evidence that going back is tried', () => {
  const policy = { ...DEMO_POLICY, rollbackDrill: true }
  const item = preflight({ ...good, rollbackTested: null, policy }).find(({ rule }) => rule === 'R-029')
  expect(item).toMatchObject({ met: true, because: expect.stringContaining('rollback drill') })
})

test.each([
  { rule: 'R-025', why: 'the release is blocked', facts: { ...good, release: { ...good.release, blocked: true } } },
  {
    rule: 'R-025',
    why: 'the signature does not verify',
    facts: { ...good, release: { ...good.release, signatureValid: false } },
  },
  { rule: 'R-025', why: 'a store that can not be asked', facts: { ...good, missingArtifacts: 'away' as const } },
  { rule: 'R-025', why: 'the store lost the artifact', facts: { ...good, missingArtifacts: ['a'.repeat(64)] } },
  { rule: 'R-026', why: 'no artifact for a hardware type', facts: withDevice({ hardwareType: 'jetson' }) },
  { rule: 'R-027', why: 'another architecture', facts: withDevice({ architecture: 'x64' }) },
  { rule: 'R-028', why: 'too little memory', facts: withDevice({ memoryMb: 64 }) },
  { rule: 'R-029', why: 'nothing known to go back to', facts: withDevice({ previous: null }) },
  {
    rule: 'R-029',
    why: 'a rollback artifact that is gone',
    facts: { ...good, rollbackProblems: new Map([['f'.repeat(64) as Sha256, 'gone']]) },
  },
  { rule: 'R-029', why: 'going back never tried', facts: { ...good, rollbackTested: null } },
  {
    rule: 'R-026',
    why: 'an agent that can not install it',
    facts: withDevice({ unsupported: 'its agent installs by container' }),
  },
  { rule: 'R-142', why: 'an unresolved discrepancy', facts: withDevice({ discrepancy: 'memory' }) },
  {
    rule: 'R-033',
    why: 'a limit nothing can cross',
    facts: { ...good, policy: { ...DEMO_POLICY, gate: { ...DEMO_POLICY.gate, maxFailedPercent: 100 } } },
  },
  { rule: 'R-035', why: 'a canary not heard for long', facts: { ...good, now: 400_000 as Instant } },
  { rule: 'R-036', why: 'too little space really free', facts: withDevice({ diskMb: 120, diskPercent: 50 }) },
  {
    rule: 'R-030',
    why: 'an uncovered stratum',
    facts: { ...good, uncovered: [{ stratum: 'rpi5 in eu', because: 'no canary stands for rpi5 in eu' }] },
  },
  { rule: 'R-031', why: 'a thin baseline', facts: { ...good, baseline: measured(3, 500) } },
  {
    rule: 'R-031',
    why: 'a wave too small for its gate',
    facts: { ...good, baseline: measured(500, 199) },
  },
  { rule: 'R-032', why: 'no soak', facts: { ...good, policy: { ...DEMO_POLICY, waveSoakSeconds: 0 } } },
  { rule: 'R-034', why: 'nobody is told', facts: { ...good, communicationPlan: ' ' } },
  { rule: 'R-035', why: 'an offline canary', facts: withDevice({ online: false }) },
  { rule: 'R-036', why: 'a full disk', facts: withDevice({ diskPercent: 97 }) },
  { rule: 'R-036', why: 'a disk never reported', facts: withDevice({ diskPercent: null }) },
])('[$rule] is unmet with $why, and says so', ({ rule, facts }) => {
  const unmet = preflight(facts).filter((item) => !item.met)
  expect(unmet.map((item) => item.rule)).toContain(rule)
  for (const item of unmet) expect(item.href, 'where it is mended').toMatch(/^\//)
})
