import { z } from 'zod'
import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import type { Desired } from '../../server/protocol/desired.ts'
import { HealthBounds } from '../../server/protocol/health-bounds.ts'
import { Sha256 } from '../../server/protocol/ids.ts'
import { FunctionalTest, type ReleaseManifest } from '../../server/protocol/manifest.ts'
import type { InstalledRelease } from '../../server/protocol/reported.ts'

export const Slot = z.enum(['a', 'b'])
export type Slot = z.infer<typeof Slot>

/** All the guard needs to start and judge a release without asking anybody: it lies beside the release's own files. */
export const Installed = z.object({
  name: z.string(),
  version: z.string(),
  sha256: Sha256,
  config: z.record(z.string(), z.json()),
  application: z.object({ start: z.array(z.string()).min(1), healthPath: z.string(), stopTimeoutSeconds: z.number() }),
  memoryMb: z.number(),
  /** the functional ones after the smoke tests: both are asked before a release is confirmed and while it runs */
  smokeTests: z.array(FunctionalTest),
  /** absent: the agent's own limits */
  health: HealthBounds.optional(),
})
export type Installed = z.infer<typeof Installed>

/** As it is written into its slot: with the digest of the files that were laid, over all of them. */
export const Seal = Installed.extend({ treeSha256: z.string() })
export type Seal = z.infer<typeof Seal>

/** What the disk holds. A slot that is not sealed is `null`: half a release is no release. */
export type Disk = { active: Slot | null; a: Installed | null; b: Installed | null }

export function installedFrom(manifest: ReleaseManifest, desired: Pick<Desired, 'sha256' | 'config'>): Installed {
  return {
    name: manifest.name,
    version: manifest.version,
    sha256: desired.sha256,
    config: desired.config,
    application: manifest.application,
    memoryMb: manifest.resources.memoryMb,
    smokeTests: [...manifest.smokeTests, ...(manifest.functionalTests ?? [])],
    ...(manifest.health && { health: manifest.health }),
  }
}

/** `held`: what its slot really holds, as far as anybody has looked. */
export const releaseOf = (
  { name, version, sha256 }: Installed,
  held: { configDigest: Sha256 } | null,
): InstalledRelease => ({
  name,
  version,
  sha256,
  configDigest: held?.configDigest ?? null,
})

export const sameRelease = (one: InstalledRelease, other: InstalledRelease): boolean =>
  one.sha256 === other.sha256 &&
  one.name === other.name &&
  one.version === other.version &&
  one.configDigest === other.configDigest

export const otherSlot = (slot: Slot | null): Slot => (slot === 'a' ? 'b' : 'a')

export function sameInstall(one: Installed | null, other: Installed | null): boolean {
  if (!one || !other) return one === other
  return (
    one.sha256 === other.sha256 &&
    one.name === other.name &&
    one.version === other.version &&
    canonicalJson(one.config) === canonicalJson(other.config)
  )
}
