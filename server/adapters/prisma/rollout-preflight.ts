import { z } from 'zod'
import { uncoveredStrata } from '../../domain/canary/uncovered.ts'
import { preflight } from '../../domain/preflight/checks.ts'
import type { Rollout } from '../../domain/rollout/rollout.ts'
import { runs } from '../../domain/rollout/runs.ts'
import type { Instant, Sha256 } from '../../protocol/ids.ts'
import { ReleaseManifest, type SignedManifest } from '../../protocol/manifest.ts'
import type { Plan } from '../../protocol/plan.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import { Reported } from '../../protocol/reported.ts'
import type { PreflightItem } from '../../protocol/rollout-state.ts'
import { artifactIndex } from './artifact-index.ts'
import type { Prisma } from './generated/client.ts'
import { SAME_CONFIGURATION } from './rollout-evidence.ts'
import { type RolloutRecord, toDate } from './rollout-row.ts'

/** What only the process knows: the key manifests are signed with, the bytes it holds, and randomness. */
export type PreflightEnvironment = {
  verifyManifest(signed: SignedManifest): boolean
  /** number of bytes the artifact store holds under this name; null for none */
  artifactSize(sha256: Sha256): Promise<number | null>
  newId(): string
}

type Planned = {
  readonly release: RolloutRecord['toSnapshot']['release']
  readonly policy: RolloutPolicy
  readonly order: Plan['order']
  readonly communicationPlan: string
}

export async function rolloutPreflight(
  db: Prisma.TransactionClient,
  row: RolloutRecord,
  rollout: Rollout,
  now: Instant,
  environment: Pick<PreflightEnvironment, 'verifyManifest' | 'artifactSize'>,
): Promise<PreflightItem[]> {
  const { release } = row.toSnapshot
  const planned = {
    release,
    policy: rollout.policy,
    order: rollout.plan.order,
    communicationPlan: row.communicationPlan,
  }
  return planPreflight(db, planned, now, environment)
}

/** R-025 … R-036 for a plan, started or only looked at: the facts come from the registry and the newest reports. */
export async function planPreflight(
  db: Prisma.TransactionClient,
  { release, policy, order, communicationPlan }: Planned,
  now: Instant,
  { verifyManifest, artifactSize }: Pick<PreflightEnvironment, 'verifyManifest' | 'artifactSize'>,
): Promise<PreflightItem[]> {
  const manifest = ReleaseManifest.parse(JSON.parse(release.manifest))
  const waveOf = new Map(order.map((one) => [one.deviceId as string, one.wave]))
  const devices = await db.device.findMany({
    where: { id: { in: [...waveOf.keys()] } },
    include: { status: true, desired: true, site: true },
  })
  const index = await artifactIndex(
    db,
    devices.flatMap((device) => device.desired?.snapshotId ?? []),
  )
  const requests = await baselineRequests(
    db,
    [...waveOf.keys()],
    (now - policy.baselineWindowSeconds * 1000) as Instant,
  )
  const planned = devices.map((device) => ({
    name: device.name,
    wave: waveOf.get(device.id) ?? 0,
    hardwareType: device.hardwareType,
    architecture: device.architecture,
    region: device.site.region,
    groups: device.groups,
    memoryMb: device.memoryMb,
    diskMb: device.diskMb,
    diskPercent: device.status?.diskPercent ?? null,
    online: device.status?.online ?? false,
    previousKnown: runs(RunningPart.nullable().parse(device.status?.reported ?? null)?.running, {
      sha256: index.sha256(device.desired?.snapshotId ?? null, device.hardwareType, device.architecture),
      configDigest: index.configDigest(device.desired?.snapshotId ?? null, {
        deviceId: device.id,
        siteId: device.siteId,
        groups: device.groups,
      }),
    }),
    baselineRequests: requests.get(device.id) ?? 0,
  }))
  return preflight({
    release: { manifest, blocked: release.blockedAt !== null, signatureValid: verifyManifest(release) },
    missingArtifacts: await missingArtifacts(manifest, artifactSize),
    policy,
    devices: planned,
    uncovered: uncoveredStrata(planned),
    communicationPlan,
    now,
  })
}

/** A row in the registry is not the bytes: the store is asked, and must hold what the manifest says. */
async function missingArtifacts(
  manifest: ReleaseManifest,
  artifactSize: PreflightEnvironment['artifactSize'],
): Promise<string[]> {
  const wanted = new Map(manifest.artifacts.map((artifact) => [artifact.sha256, artifact.size]))
  const held = await Promise.all([...wanted].map(async ([sha256, size]) => (await artifactSize(sha256)) === size))
  return [...wanted.keys()].filter((_, n) => !held[n])
}

const RunningPart = Reported.pick({ running: true })

const Count = z.object({ deviceId: z.string(), requests: z.coerce.number() })

async function baselineRequests(
  db: Prisma.TransactionClient,
  devices: readonly string[],
  from: Instant,
): Promise<ReadonlyMap<string, number>> {
  const rows = await db.$queryRaw`
    select s."deviceId", sum(s."requests") as requests from "DeviceSample" s
    join "DeviceStatus" t on t."deviceId" = s."deviceId" and t."runningSha256" = s."sha256"
    where s."deviceId" = any(${devices}) and s."at" >= ${toDate(from)} and ${SAME_CONFIGURATION}
    group by 1`
  return new Map(
    z
      .array(Count)
      .parse(rows)
      .map((row) => [row.deviceId, row.requests]),
  )
}
