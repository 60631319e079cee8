import { z } from 'zod'
import type { ArtifactAge, ArtifactNeeds } from '../../domain/release/artifact-fate.ts'
import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import { Instant, Sha256 } from '../../protocol/ids.ts'
import { ReleaseManifest } from '../../protocol/manifest.ts'
import { Prisma } from './generated/client.ts'
import { LET_GO_BYTES } from './load-rollout.ts'

type Db = Prisma.TransactionClient
type Stored = Awaited<ReturnType<Db['artifact']['findMany']>>[number]

/** Everything that may need artifacts now, read in one go. */
export async function artifactNeeds(db: Db): Promise<ArtifactNeeds> {
  const [releases, snapshots, rollouts, running, standby, told, back] = await Promise.all([
    db.release.findMany({ select: { id: true, name: true, version: true, deprecatedAt: true, manifest: true } }),
    db.snapshot.findMany({ select: { id: true, releaseId: true, knownGoodSince: true } }),
    db.rollout.findMany({
      where: { OR: [{ active: true }, { phase: { notIn: [...ENDED_PHASES] } }] },
      select: { name: true, toSnapshotId: true, otherSnapshotId: true },
    }),
    db.$queryRaw`
      select s."runningSha256" as key, count(*) as devices from "DeviceStatus" s
      join "Device" d on d."id" = s."deviceId" and d."revokedAt" is null
      where s."runningSha256" is not null group by 1`,
    db.$queryRaw`
      select s."reported" #>> '{standby,sha256}' as key, count(*) as devices from "DeviceStatus" s
      join "Device" d on d."id" = s."deviceId" and d."revokedAt" is null
      where s."reported" #>> '{standby,sha256}' is not null group by 1`,
    db.$queryRaw`
      select w."snapshotId" as key, count(*) as devices from "Desired" w
      join "Device" d on d."id" = w."deviceId" and d."revokedAt" is null group by 1`,
    db.$queryRaw(sentBackTo()),
  ])
  return {
    releases: releases.map(({ id, name, version, deprecatedAt, manifest }) => ({
      id,
      name,
      version,
      deprecated: deprecatedAt !== null,
      artifacts: ReleaseManifest.parse(JSON.parse(manifest)).artifacts.map(({ sha256 }) => sha256),
    })),
    snapshots: snapshots.map(({ id, releaseId, knownGoodSince }) => ({
      number: id,
      releaseId,
      knownGood: knownGoodSince !== null,
    })),
    rollouts: rollouts.flatMap(({ name, toSnapshotId, otherSnapshotId }) =>
      [toSnapshotId, otherSnapshotId].flatMap((snapshot) => (snapshot === null ? [] : [{ name, snapshot }])),
    ),
    running: tally(Sha256, running),
    standby: tally(Sha256, standby),
    told: tally(z.int(), told),
    back: tally(z.int(), back),
  }
}

/** As it is written down of an artifact. */
export const ageOf = ({ sha256, createdAt, unneededSince }: Stored): ArtifactAge => ({
  sha256: Sha256.parse(sha256),
  uploadedAt: Instant.parse(createdAt.getTime()),
  unneededSince: unneededSince && Instant.parse(unneededSince.getTime()),
})

/**
 * Where devices would go if a rollout were turned back: of open ones, and of completed ones until a later completed one has the
 * device. Turning back the later one first is possible; a rollback to what is gone by then is refused (artifact-gone.ts).
 */
const sentBackTo = () => Prisma.sql`
  select r."fromSnapshotId" as key, count(distinct r."deviceId") as devices
  from "RolloutDevice" r
    join "Rollout" o on o."id" = r."rolloutId"
    join "Device" d on d."id" = r."deviceId" and d."revokedAt" is null
  where r."fromSnapshotId" is not null and (
    o."active" or not (o."phase" = any(${[...ENDED_PHASES]}))
    or (o."phase" = 'completed' and not exists (
      select 1 from "RolloutDevice" n join "Rollout" l on l."id" = n."rolloutId"
      where n."deviceId" = r."deviceId" and l."turnAt" > o."turnAt" and l."phase" = 'completed'
        and not (n."state" = any(${LET_GO_BYTES})))))
  group by 1`

function tally<K>(key: { parse(raw: unknown): K }, rows: unknown): ReadonlyMap<K, number> {
  const counted = z.array(z.object({ key: z.unknown(), devices: z.coerce.number() })).parse(rows)
  return new Map(counted.map((row) => [key.parse(row.key), row.devices]))
}
