import { expect, test } from 'vitest'
import type { DeviceHook } from '../../protocol/device-hook.ts'
import { Sha256 } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import { manifestProblem } from './manifest-problem.ts'

const artifact = {
  hardwareType: 'rpi5',
  architecture: 'arm64',
  sha256: Sha256.parse('a'.repeat(64)),
  size: 1,
  unpackedSize: 1,
  files: 1,
} as const
const known = { name: 'frame', method: 'GET', path: '/', expect: {}, tolerance: 0, timeoutMs: 1000 } as const
const hook: DeviceHook = {
  name: 'engine',
  when: 'pre',
  kind: 'engine-build',
  argv: ['trtexec'],
  timeLimitSeconds: 900,
  touches: [],
  requiresCalibration: false,
}
const good = {
  name: 'edge-vision',
  version: '2.0.0',
  counter: 7,
  mechanism: 'dual-slot',
  artifacts: [artifact],
  resources: { memoryMb: 160, diskMb: 64 },
  application: { start: ['node'], healthPath: '/health', stopTimeoutSeconds: 5 },
  smokeTests: [known],
} satisfies Partial<ReleaseManifest>

const bounds = { connectivity: 'heartbeat', system: { cpuPercent: { warn: 90, bad: 80 } }, application: {} } as const

test.each([
  { name: 'nothing to say', changes: {}, says: null },
  {
    name: 'two artifacts for one platform',
    changes: { artifacts: [artifact, artifact] },
    says: 'two artifacts for rpi5',
  },
  { name: 'two tests of one name', changes: { functionalTests: [known] }, says: 'Two tests are called “frame”' },
  {
    name: 'more tests than a report has room for',
    changes: { functionalTests: Array.from({ length: 16 }, (_, n) => ({ ...known, name: `test ${n}` })) },
    says: '17 tests',
  },
  {
    name: 'a latency bound that is never reached',
    changes: { smokeTests: [{ ...known, maxLatencyMs: 2000 }] },
    says: 'raise timeoutMs',
  },
  { name: 'a bound that warns after it is bad', changes: { health: bounds }, says: 'cpuPercent warns after' },
  { name: '[R-113] two hooks of one name', changes: { hooks: [hook, hook] }, says: 'Two hooks are called “engine”' },
  {
    name: '[R-114] a calibration of nothing',
    changes: { hooks: [{ ...hook, kind: 'sensor-calibration' as const }] },
    says: 'calibrates nothing',
  },
  {
    name: '[R-114] a calibration nobody can do',
    changes: { hooks: [{ ...hook, requiresCalibration: true }] },
    says: 'name in touches',
  },
  { name: 'a schema of no object', changes: { configSchema: { type: 'array' } }, says: 'type "object"' },
  { name: 'going back to the future', changes: { rollbackTo: [3, 9] }, says: 'rollbackTo names 9' },
  { name: 'going back to what was', changes: { rollbackTo: [3, 6], hooks: [hook] }, says: null },
])('[R-025] $name', ({ changes, says }) => {
  const problem = manifestProblem({ ...good, ...changes })
  if (says === null) expect(problem).toBeNull()
  else expect(problem).toContain(says)
})
