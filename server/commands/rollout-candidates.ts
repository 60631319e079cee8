import { artifactIndex } from '../adapters/prisma/artifact-index.ts'
import type { Prisma } from '../adapters/prisma/generated/client.ts'
import { openIssues } from '../adapters/prisma/open-issues.ts'
import { ENDED_PHASES } from '../domain/rollout/ended-phases.ts'
import type { PlanDevice } from '../domain/rollout/make-plan.ts'
import { DeviceId } from '../protocol/ids.ts'
import type { ReleaseManifest } from '../protocol/manifest.ts'
import type { Selector } from '../protocol/plan.ts'

export type Candidate = PlanDevice & {
  readonly running: string | null
  readonly online: boolean
  readonly bytes: number
}

/** The devices a selector names now, each with the reason why it may not take part, if there is one. */
export async function rolloutCandidates(
  tx: Prisma.TransactionClient,
  selector: Selector,
  manifest: ReleaseManifest,
): Promise<readonly Candidate[]> {
  const devices = await tx.device.findMany({
    where: {
      revokedAt: null,
      ...(selector.sites.length > 0 ? { siteId: { in: selector.sites } } : {}),
      ...(selector.hardwareTypes.length > 0 ? { hardwareType: { in: selector.hardwareTypes } } : {}),
      ...(selector.regions.length > 0 ? { site: { region: { in: selector.regions } } } : {}),
    },
    include: {
      site: true,
      status: true,
      desired: true,
      rollouts: {
        where: { rollout: { phase: { notIn: [...ENDED_PHASES] } } },
        include: { rollout: { select: { name: true } } },
      },
    },
    orderBy: { id: 'asc' },
  })
  const index = await artifactIndex(
    tx,
    devices.flatMap((device) => device.desired?.snapshotId ?? []),
  )
  const issues = await openIssues(tx)
  return devices.map((device) => {
    const artifact = manifest.artifacts.find(
      (one) => one.hardwareType === device.hardwareType && one.architecture === device.architecture,
    )
    const previous = index.sha256(device.desired?.snapshotId ?? null, device.hardwareType, device.architecture)
    const running = device.status?.runningSha256 ?? null
    return {
      deviceId: DeviceId.parse(device.id),
      name: device.name,
      siteId: device.siteId,
      region: device.site.region,
      hardwareType: device.hardwareType,
      online: device.status?.online ?? false,
      singlePointOfFailure: device.singlePointOfFailure,
      knownIssue: issues.get(device.id) ?? null,
      monitoringFidelity: device.monitoringFidelity,
      running: device.status?.runningVersion ?? null,
      bytes: artifact?.size ?? 0,
      excluded: whyExcluded({
        quarantined: device.quarantineReason,
        busy: device.rollouts[0]?.rollout.name ?? null,
        hasArtifact: artifact !== undefined,
        neverReported: running === null,
        unknownRelease: running !== null && previous !== running,
        alreadyThere: artifact !== undefined && running === artifact.sha256,
        manifest,
      }),
    }
  })
}

function whyExcluded(device: {
  quarantined: string | null
  busy: string | null
  hasArtifact: boolean
  neverReported: boolean
  unknownRelease: boolean
  alreadyThere: boolean
  manifest: ReleaseManifest
}): string | null {
  if (device.busy) return `it is in the rollout “${device.busy}”, and a device has one writer at a time`
  if (device.quarantined) return `it is quarantined: ${device.quarantined}`
  if (device.neverReported) return 'it has never said what it runs'
  if (device.alreadyThere) return `it runs ${device.manifest.version} already`
  if (!device.hasArtifact) return 'the release has no artifact for it'
  return device.unknownRelease
    ? 'it runs something this server did not ask for, so there is nothing known to go back to'
    : null
}
