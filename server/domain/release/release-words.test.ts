import { describe, expect, test } from 'vitest'
import { Instant, Sha256 } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import { type Alike, fitOf } from './fit.ts'
import { manifestChanges } from './manifest-changes.ts'

const sha = (digit: string) => Sha256.parse(digit.repeat(64))
const artifact = (hardwareType: string, digit = 'a') => ({
  hardwareType,
  architecture: 'arm64' as const,
  sha256: sha(digit),
  size: 1,
  unpackedSize: 1,
  files: 1,
})
const manifest: ReleaseManifest = {
  format: 1,
  name: 'edge-vision',
  version: '2.0.0',
  counter: 2,
  createdAt: Instant.parse(0),
  mechanism: 'dual-slot',
  artifacts: [artifact('rpi5'), artifact('jetson')],
  resources: { memoryMb: 512, diskMb: 64 },
  application: { start: ['node'], healthPath: '/health', stopTimeoutSeconds: 5 },
  smokeTests: [{ name: 'frame', method: 'GET', path: '/', expect: {}, tolerance: 0, timeoutMs: 1000 }],
}
const alike: Alike = {
  hardwareType: 'rpi5',
  architecture: 'arm64',
  hasMemory: true,
  hasDisk: true,
  capabilities: [],
  mechanisms: null,
  devices: 10,
}

describe('[R-026] what the registry makes of a release', () => {
  test.each([
    { name: 'nobody is there', registry: [], says: 'The registry holds no devices yet.' },
    { name: 'all fit', registry: [alike], says: 'Fits 1 of 1 hardware type.' },
    {
      name: '[R-028] some lack memory',
      registry: [alike, { ...alike, hasMemory: false, devices: 88 }, { ...alike, hardwareType: 'jetson' }],
      says: 'Fits 1 of 2 hardware types. 88 rpi5 devices: lack memory: 512 MB are needed.',
    },
    {
      name: '[R-027] another architecture',
      registry: [{ ...alike, architecture: 'x64', devices: 1 }],
      says: 'Fits 0 of 1 hardware type. 1 rpi5 device: no artifact is built for rpi5 on x64.',
    },
  ])('$name', ({ registry, says }) => {
    expect(fitOf(manifest, registry).sentence).toBe(says)
  })
})

test('[R-025] two releases differ by place, whatever the order of their lists', () => {
  const next: ReleaseManifest = {
    ...manifest,
    version: '2.1.0',
    counter: 3,
    artifacts: [artifact('jetson', 'b'), artifact('rpi5')],
    resources: { memoryMb: 640, diskMb: 64 },
    rollbackTo: [2],
  }
  expect(manifestChanges(manifest, next)).toEqual([
    { path: 'artifacts[jetson/arm64].sha256', before: `"${sha('a')}"`, after: `"${sha('b')}"` },
    { path: 'resources.memoryMb', before: '512', after: '640' },
    { path: 'rollbackTo', before: null, after: '[2]' },
  ])
  expect(manifestChanges(next, next)).toEqual([])
})
