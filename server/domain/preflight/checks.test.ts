import { expect, test } from 'vitest'
import type { Instant, Sha256 } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import { DEMO_POLICY } from '../rollout/default-policies.ts'
import { type PreflightDevice, type PreflightFacts, preflight } from './checks.ts'

const device: PreflightDevice = {
  name: 'rpi5 1',
  wave: 0,
  hardwareType: 'rpi5',
  architecture: 'arm64',
  memoryMb: 4096,
  diskMb: 32_000,
  diskPercent: 40,
  online: true,
  previousKnown: true,
  baselineRequests: 500,
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

const good: PreflightFacts = {
  release: { manifest, signatureValid: true, blocked: false },
  missingArtifacts: [],
  policy: DEMO_POLICY,
  devices: [device, { ...device, name: 'rpi5 2', wave: 1 }],
  uncovered: [],
  communicationPlan: 'The channel knows.',
  now: 1 as Instant,
}

const withDevice = (change: Partial<PreflightDevice>): PreflightFacts => ({
  ...good,
  devices: [{ ...device, ...change }],
})

test('[R-025 … R-036] all twelve items are met by a good plan, each with its evidence', () => {
  const items = preflight(good)
  expect(items.map((item) => item.rule)).toEqual(Array.from({ length: 12 }, (_, n) => `R-0${25 + n}`))
  for (const item of items) expect(item).toMatchObject({ met: true, because: expect.stringMatching(/\w{4}/) })
})

test.each([
  { rule: 'R-025', why: 'the release is blocked', facts: { ...good, release: { ...good.release, blocked: true } } },
  {
    rule: 'R-025',
    why: 'the signature does not verify',
    facts: { ...good, release: { ...good.release, signatureValid: false } },
  },
  { rule: 'R-025', why: 'the store lost the artifact', facts: { ...good, missingArtifacts: ['a'.repeat(64)] } },
  { rule: 'R-026', why: 'no artifact for a hardware type', facts: withDevice({ hardwareType: 'jetson' }) },
  { rule: 'R-027', why: 'another architecture', facts: withDevice({ architecture: 'x64' }) },
  { rule: 'R-028', why: 'too little memory', facts: withDevice({ memoryMb: 64 }) },
  { rule: 'R-029', why: 'nothing known to go back to', facts: withDevice({ previousKnown: false }) },
  {
    rule: 'R-030',
    why: 'an uncovered stratum',
    facts: { ...good, uncovered: [{ stratum: 'rpi5 in eu', because: 'no canary stands for rpi5 in eu' }] },
  },
  { rule: 'R-031', why: 'a thin baseline', facts: withDevice({ baselineRequests: 3 }) },
  {
    rule: 'R-031',
    why: 'a wave too small for its gate',
    facts: { ...good, devices: [device, { ...device, wave: 1, baselineRequests: 199 }] },
  },
  { rule: 'R-032', why: 'no soak', facts: { ...good, policy: { ...DEMO_POLICY, waveSoakSeconds: 0 } } },
  { rule: 'R-034', why: 'nobody is told', facts: { ...good, communicationPlan: ' ' } },
  { rule: 'R-035', why: 'an offline canary', facts: withDevice({ online: false }) },
  { rule: 'R-036', why: 'a full disk', facts: withDevice({ diskPercent: 97 }) },
  { rule: 'R-036', why: 'a disk never reported', facts: withDevice({ diskPercent: null }) },
])('[$rule] is unmet with $why, and says so', ({ rule, facts }) => {
  const unmet = preflight(facts).filter((item) => !item.met)
  expect(unmet.map((item) => item.rule)).toContain(rule)
})
