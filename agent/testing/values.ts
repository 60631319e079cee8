import type { Desired } from '../../server/protocol/desired.ts'
import { DeviceId, Generation, Instant, Sha256 } from '../../server/protocol/ids.ts'
import type { ReleaseManifest } from '../../server/protocol/manifest.ts'
import type { Moment } from '../engine/happening.ts'
import { type Installed, installedFrom } from '../engine/installed.ts'
import type { Observation } from '../engine/observation.ts'
import type { Self } from '../engine/state.ts'

/** Values tests speak about: one device, and releases of one application. */
export const SELF: Self = {
  deviceId: DeviceId.parse('rpi5-0001'),
  instance: 'run-1',
  agentVersion: '0.1.0',
  platform: { hardwareType: 'rpi5', architecture: 'arm64' },
  memoryMb: 8192,
  diskMb: 32_768,
  capabilities: [],
  mechanisms: ['dual-slot'],
  resources: [],
  reconnectCapMs: 300_000,
}

export const shaOf = (digit: string): Sha256 => Sha256.parse(digit.repeat(64))

export const moment = (mono: number, random = 0.5): Moment => ({
  mono,
  at: Instant.parse(1_700_000_000_000 + Math.floor(mono)),
  random,
})

export function manifestOf(version: string, sha256: Sha256, changes: Partial<ReleaseManifest> = {}): ReleaseManifest {
  return {
    format: 1,
    name: 'edge-vision',
    version,
    counter: 1,
    createdAt: Instant.parse(1_700_000_000_000),
    mechanism: 'dual-slot',
    artifacts: [{ ...SELF.platform, sha256, size: 1000, unpackedSize: 4000, files: 3 }],
    resources: { memoryMb: 160, diskMb: 64 },
    application: { start: ['node', 'main.js'], healthPath: '/health', stopTimeoutSeconds: 5 },
    smokeTests: [{ name: 'known frame', method: 'POST', path: '/infer', expect: {}, tolerance: 0, timeoutMs: 1000 }],
    ...changes,
  }
}

export function desiredOf(generation: number, version: string, digit: string, changes: Partial<Desired> = {}): Desired {
  const sha256 = shaOf(digit)
  return {
    type: 'desired',
    deviceId: SELF.deviceId,
    generation: Generation.parse(generation),
    reason: 'rollout',
    sha256,
    size: 1000,
    path: `/agents/artifacts/${sha256}`,
    release: { manifest: JSON.stringify(manifestOf(version, sha256)), signature: 'sig', keyId: 'key' },
    config: {},
    trial: {
      windowSeconds: 30,
      minReadySeconds: 3,
      intervalSeconds: 1,
      timeoutSeconds: 1,
      maxRestarts: 3,
      restartWindowSeconds: 300,
      maxMemoryPercent: 90,
    },
    ...changes,
  }
}

export const installed = (version: string, digit: string): Installed =>
  installedFrom(manifestOf(version, shaOf(digit)), { sha256: shaOf(digit), config: {} })

const fine = { status: 'healthy', checks: [] } as const

export function observation(version: string | null, changes: Partial<Observation> = {}): Observation {
  const layer = { status: fine.status, checks: [] }
  return {
    health: { connectivity: layer, system: layer, application: layer, functional: layer },
    reachable: version !== null,
    status: version === null ? null : 'healthy',
    version,
    counters: null,
    system: { cpuPercent: 20, memoryPercent: 40, memoryMb: 64, diskPercent: 30, temperatureC: null },
    ...changes,
  }
}
