import { type Installed, installedFrom } from '../../../agent/engine/installed.ts'
import { digestOf } from '../../../agent/slots/sealed-files.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import type { Desired } from '../../protocol/desired.ts'
import type { DeviceId, Sha256 } from '../../protocol/ids.ts'
import type { ConfigDocument } from '../../protocol/layered-config.ts'
import { ReleaseManifest } from '../../protocol/manifest.ts'
import type { TrialPolicy } from '../../protocol/trial.ts'
import type { Desired as DesiredRow } from '../desired-book.ts'
import { type Installation, versionOf } from '../installation.ts'
import { START } from '../rollout-story.ts'

export const PLATFORMS = ['jetson', 'rpi'] as const

const SIZE = 1_000_000
/** Whatever a test calls it: what is signed is the text, and no device of this world has a key of its own. */
export const SIGNATURE = 'signed by the release key'

const CONFIGS: readonly ConfigDocument[] = [{}, { camera: { exposure: 8 } }]

const letter = (one: string) => one.repeat(64) as Sha256
const installation = (sha256: Sha256, config: ConfigDocument): Installation => ({
  sha256,
  configDigest: digestOf(canonicalJson(config)),
})

export const OLD = installation(letter('a'), {})
export const NEW = installation(letter('b'), {})
/** The old artifact, told something else. */
export const NEW_CONFIG = installation(letter('a'), { camera: { exposure: 8 } })
/** Arm B's. */
export const OTHER = installation(letter('c'), {})

export function manifestOf(one: Installation): ReleaseManifest {
  const { sha256 } = one
  return ReleaseManifest.parse({
    format: 1,
    name: 'detector',
    version: versionOf(one),
    counter: 1,
    createdAt: START,
    mechanism: 'dual-slot',
    artifacts: PLATFORMS.map((hardwareType) => ({
      hardwareType,
      architecture: 'arm64',
      sha256,
      size: SIZE,
      unpackedSize: 4 * SIZE,
      files: 3,
    })),
    resources: { memoryMb: 160, diskMb: 64 },
    application: { start: ['node', 'main.js'], healthPath: '/health', stopTimeoutSeconds: 5 },
    smokeTests: [{ name: 'known frame', method: 'POST', path: '/infer', expect: {}, tolerance: 0, timeoutMs: 1000 }],
  })
}

const configOf = ({ configDigest }: Installation): ConfigDocument =>
  CONFIGS.find((config) => digestOf(canonicalJson(config)) === configDigest) ?? {}

/** As it lies in a slot of a device that left the factory with it. */
export const installedOf = (one: Installation): Installed =>
  installedFrom(manifestOf(one), { sha256: one.sha256, config: configOf(one) })

/** The row of the store as it is said on the wire. */
export function desiredMessage(
  deviceId: DeviceId,
  { generation, reason, installation: wanted, traffic }: DesiredRow,
  trial: TrialPolicy,
): Desired {
  return {
    type: 'desired',
    deviceId,
    generation,
    reason,
    sha256: wanted.sha256,
    size: SIZE,
    path: `/agents/artifacts/${wanted.sha256}`,
    release: { manifest: JSON.stringify(manifestOf(wanted)), signature: SIGNATURE, keyId: 'release' },
    config: configOf(wanted),
    trial,
    ...(traffic === null ? {} : { traffic }),
  }
}
