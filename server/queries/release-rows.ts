import { z } from 'zod'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { Instant, ReleaseId, Sha256 } from '../protocol/ids.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { ChecksumState, ReleaseRow } from '../protocol/views/releases-view.ts'
import { checksumStates } from './checksum-states.ts'

type Stored = Awaited<ReturnType<PrismaClient['release']['findMany']>>[number]

/** Rows of these releases with their track record; `all` are the releases of the same names, for their rollback partners. */
export async function releaseRows(
  db: PrismaClient,
  releases: readonly Stored[],
  all: readonly Stored[],
): Promise<ReleaseRow[]> {
  const manifests = new Map(releases.map((one) => [one.id, ReleaseManifest.parse(JSON.parse(one.manifest))]))
  const shas = [...new Set([...manifests.values()].flatMap(({ artifacts }) => artifacts.map(({ sha256 }) => sha256)))]
  const [checks, running, tracks] = await Promise.all([
    checksumStates(db, shas),
    db.deviceStatus.groupBy({
      by: ['runningSha256', 'runningVersion'],
      where: { runningSha256: { in: shas } },
      _count: { _all: true },
    }),
    trackRecords(
      db,
      releases.map(({ id }) => id),
    ),
  ])
  return releases.map((release) => {
    const manifest = manifests.get(release.id) as ReleaseManifest
    const own = new Set<string>(manifest.artifacts.map(({ sha256 }) => sha256))
    const track = tracks.get(release.id)
    return {
      id: ReleaseId.parse(release.id),
      name: release.name,
      version: release.version,
      counter: release.counter,
      createdAt: Instant.parse(release.createdAt.getTime()),
      createdBy: release.createdBy,
      notes: release.notes,
      blocked: release.blockedAt !== null,
      block: mark(release.blockedAt, release.blockedBy, release.blockedReason),
      deprecation: mark(release.deprecatedAt, release.deprecatedBy, release.deprecatedReason),
      mechanism: manifest.mechanism,
      artifacts: manifest.artifacts.map(({ hardwareType, architecture, sha256, size }) => ({
        hardwareType,
        architecture,
        sha256: Sha256.parse(sha256),
        size,
      })),
      resources: manifest.resources,
      checksum: worst([...own].map((sha256) => checks.get(sha256)?.state ?? 'missing')),
      keyId: release.keyId,
      rollbackPartner: partnerOf(release, all),
      track: {
        canariesPassed: track?.passed ?? 0,
        canariesFailed: track?.failed ?? 0,
        incidents: track?.incidents ?? 0,
        devices: running
          .filter((one) => own.has(one.runningSha256 ?? '') && one.runningVersion === release.version)
          .reduce((sum, one) => sum + one._count._all, 0),
      },
    }
  })
}

function mark(at: Date | null, by: string | null, reason: string | null): ReleaseRow['block'] {
  return at && { at: Instant.parse(at.getTime()), by: by ?? 'somebody', reason: reason ?? 'no reason was given' }
}

function partnerOf(release: Stored, all: readonly Stored[]): ReleaseRow['rollbackPartner'] {
  const [partner] = all
    .filter((one) => one.name === release.name && one.counter < release.counter && !one.blockedAt)
    .toSorted((a, b) => b.counter - a.counter)
  return partner ? { id: ReleaseId.parse(partner.id), version: partner.version } : null
}

const BADNESS = { verified: 0, unverified: 1, removed: 2, missing: 3, damaged: 4 } satisfies Record<
  ChecksumState,
  number
>

const worst = (states: readonly ChecksumState[]): ChecksumState =>
  states.reduce((so, state) => (BADNESS[state] > BADNESS[so] ? state : so), 'verified')

const Track = z.object({
  releaseId: z.string(),
  passed: z.coerce.number(),
  failed: z.coerce.number(),
  incidents: z.coerce.number(),
})

/** A canary passed when somebody was asked to go beyond it; a rollout that turned back after that is an incident. */
async function trackRecords(
  db: PrismaClient,
  ids: readonly string[],
): Promise<ReadonlyMap<string, z.infer<typeof Track>>> {
  const rows = await db.$queryRaw`
    with r as (
      select s."releaseId", o."phase", exists (select 1 from "Approval" a where a."rolloutId" = o."id") as beyond
      from "Rollout" o join "Snapshot" s on s."id" = o."toSnapshotId"
      where s."releaseId" = any(${ids}) )
    select "releaseId",
      count(*) filter (where beyond or "phase" = 'completed') as passed,
      count(*) filter (where not beyond and "phase" in ('rolling-back', 'verifying-rollback', 'rolled-back', 'aborted', 'halted')) as failed,
      count(*) filter (where beyond and "phase" in ('rolling-back', 'verifying-rollback', 'rolled-back', 'halted')) as incidents
    from r group by 1`
  return new Map(
    z
      .array(Track)
      .parse(rows)
      .map((row) => [row.releaseId, row]),
  )
}
