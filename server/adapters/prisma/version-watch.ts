import { type Asked, unaskedVersion } from '../../domain/device/unasked-version.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { Reported } from '../../protocol/reported.ts'
import type { KnownDevice } from './device-registry.ts'
import { closeAsAgreed, recordDisagreements } from './discrepancies.ts'
import type { PrismaClient } from './generated/client.ts'
import type { ReleaseCache } from './release-cache.ts'

/** Answers whether it changed what is known of the device. */
export type VersionWatch = (device: KnownDevice, reported: Reported, at: Instant) => Promise<boolean>

/** a device that runs what nobody asked for is written down, and forgotten when it runs the right thing again. */
export function openVersionWatch(db: PrismaClient, releases: ReleaseCache): VersionWatch {
  return async (device, reported, at) => {
    const verdict = unaskedVersion(reported, await asked(device, releases))
    if (verdict === 'not-now') return false
    const known = device.open.includes('version')
    if (verdict === 'as-asked' && !known) return false
    await db.$transaction(async (tx) => {
      // Two words of one device at once are heard one after the other.
      await tx.$executeRaw`select 1 from "Device" where "id" = ${device.id} for update`
      await (verdict === 'as-asked'
        ? closeAsAgreed(tx, device, 'version', at)
        : recordDisagreements(tx, device, [verdict], at))
    })
    return true
  }
}

async function asked(
  { desiredGeneration, askedRelease, registry }: KnownDevice,
  releases: ReleaseCache,
): Promise<Asked> {
  if (desiredGeneration === null || askedRelease === null) return null
  const manifest = (await releases.byId([askedRelease])).get(askedRelease)?.manifest
  const artifact = manifest?.artifacts.find(
    (one) => one.hardwareType === registry.hardwareType && one.architecture === registry.architecture,
  )
  const release =
    manifest && artifact ? { name: manifest.name, version: manifest.version, sha256: artifact.sha256 } : null
  return { generation: desiredGeneration, release }
}
