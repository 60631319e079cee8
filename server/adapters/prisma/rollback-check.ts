import { stateByte } from '../../protocol/device-state.ts'
import type { Sha256 } from '../../protocol/ids.ts'
import type { Prisma } from './generated/client.ts'
import type { PreflightEnvironment } from './preflight-environment.ts'
import type { PlannedDevices } from './preflight-rows.ts'

/** what is wrong with the artifacts devices would go back to: the bytes in the store, the signature that names them. */
export async function rollbackProblems(
  db: Prisma.TransactionClient,
  { devices, held, index }: PlannedDevices,
  { verifyManifest, artifactSize }: PreflightEnvironment,
): Promise<ReadonlyMap<Sha256, string>> {
  const wanted = new Set(devices.flatMap((device) => device.previous ?? []))
  const snapshots = await db.snapshot.findMany({
    where: { id: { in: [...held] } },
    select: {
      id: true,
      release: { select: { name: true, version: true, manifest: true, signature: true, keyId: true } },
    },
  })
  const problems = new Map<Sha256, string>()
  for (const { id, release } of snapshots) {
    const signed = verifyManifest(release)
    for (const { sha256, size } of index.manifest(id)?.artifacts ?? []) {
      if (!wanted.has(sha256)) continue
      const name = `${release.name} ${release.version}`
      if (!signed) {
        problems.set(sha256, `the signature of ${name}, which it would go back to, does not verify`)
        continue
      }
      const held = await artifactSize(sha256)
      if (held === 'away')
        problems.set(sha256, `the artifact store can not be reached, and ${name}, which it would go back to, is there`)
      else if (held !== size)
        problems.set(sha256, `the store does not hold ${name} for it any more, so there is nothing to go back to`)
    }
  }
  return problems
}

/** Whether devices were seen to go back from this release to everything these snapshots run; the sentence, or null. */
export async function rollbackSeen(
  db: Prisma.TransactionClient,
  releaseId: string,
  held: readonly number[],
): Promise<string | null> {
  const sources = await db.snapshot.findMany({ where: { id: { in: [...held] } }, select: { releaseId: true } })
  const wanted = new Set(sources.map((one) => one.releaseId))
  // Who stands on the old version now, and who went there and back in a rollback drill before approval was asked for (B-04).
  const rows = await db.$queryRaw<{ releaseId: string; devices: number }[]>`
    select b."releaseId", count(*)::int as devices from "RolloutDevice" r
    join "Rollout" o on o."id" = r."rolloutId" join "Snapshot" a on a."id" = coalesce(r."toSnapshotId", o."toSnapshotId")
    join "Snapshot" b on b."id" = r."fromSnapshotId"
    where a."releaseId" = ${releaseId} and (
      r."state" = ${stateByte('rolled-back')}
      or exists (
        select 1 from "Approval" p where p."rolloutId" = r."rolloutId" and p."evidence" #>> '{drill,deviceId}' = r."deviceId"
      )
    ) group by 1`
  const seen = rows.filter((row) => wanted.has(row.releaseId))
  if (wanted.size === 0 || seen.length < wanted.size) return null
  const devices = seen.reduce((sum, row) => sum + row.devices, 0)
  return `Going back was seen on ${devices} ${devices === 1 ? 'device' : 'devices'}.`
}
