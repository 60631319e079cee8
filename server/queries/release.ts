import { z } from 'zod'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { WITH_TARGET } from '../adapters/prisma/rollout-row.ts'
import { fitOf } from '../domain/release/fit.ts'
import { manifestChanges } from '../domain/release/manifest-changes.ts'
import { canBePaused, mayOperate } from '../domain/rollout/acts.ts'
import { stateByte } from '../protocol/device-state.ts'
import { Instant, ReleaseId, Sha256 } from '../protocol/ids.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import { RolloutState } from '../protocol/rollout-state.ts'
import type { Person } from '../protocol/views/person.ts'
import type { ReleaseView } from '../protocol/views/release-view.ts'
import { checksumStates } from './checksum-states.ts'
import { releaseRows } from './release-rows.ts'
import { rolloutRows } from './rollout-row.ts'

/** One release: what it is, whom it fits, where it has been. Null when there is none. `against`: compare with another one. */
export async function releaseView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  { id, against }: { id: ReleaseId; against: ReleaseId | null },
): Promise<ReleaseView | null> {
  const stored = await db.release.findUnique({ where: { id } })
  if (!stored) return null
  const all = await db.release.findMany({ where: { name: stored.name }, orderBy: { counter: 'desc' }, take: 200 })
  const manifest = ReleaseManifest.parse(JSON.parse(stored.manifest))
  const [rows, registry, rollouts, adoption, checksums] = await Promise.all([
    releaseRows(db, [stored], all),
    alikeDevices(db, manifest),
    rolloutsOf(db, id),
    adoptionOf(db, id),
    checksumsOf(db, manifest),
  ])
  const [release] = rows
  if (!release) return null
  const other = all.find((one) => one.id === (against ?? release.rollbackPartner?.id) && one.id !== id)
  return {
    serverTime: now,
    release,
    manifest,
    manifestText: stored.manifest,
    signature: stored.signature,
    checksums,
    fit: fitOf(manifest, registry),
    others: all.filter((one) => one.id !== id).map((one) => ({ id: ReleaseId.parse(one.id), version: one.version })),
    compare: other
      ? {
          id: ReleaseId.parse(other.id),
          version: other.version,
          changes: manifestChanges(ReleaseManifest.parse(JSON.parse(other.manifest)), manifest),
        }
      : null,
    rollouts: await rolloutRows(db, rollouts, now),
    adoption,
    acts: {
      operate: mayOperate(person),
      running: rollouts.filter((one) => one.paused === null && canBePaused(RolloutState.parse(one.state))).length,
    },
  }
}

const rolloutsOf = (db: PrismaClient, releaseId: ReleaseId) =>
  db.rollout.findMany({
    where: { toSnapshot: { releaseId } },
    include: WITH_TARGET,
    orderBy: { createdAt: 'desc' },
    take: 50,
  })

async function checksumsOf(db: PrismaClient, { artifacts }: ReleaseManifest): Promise<ReleaseView['checksums']> {
  const bySha = Map.groupBy(artifacts, ({ sha256 }) => sha256)
  const states = await checksumStates(db, [...bySha.keys()])
  return [...bySha].map(([sha256, group]) => {
    const { state = 'missing', checked, removed } = states.get(sha256) ?? {}
    return {
      sha256: Sha256.parse(sha256),
      size: group[0]?.size ?? 0,
      platforms: group.map(({ hardwareType, architecture }) => `${hardwareType}/${architecture}`),
      verifiedAt: checked?.verifiedAt ? Instant.parse(checked.verifiedAt.getTime()) : null,
      actual: checked?.verifiedSha256 ?? null,
      state,
      removed:
        state === 'removed' && removed
          ? { at: Instant.parse(removed.removedAt.getTime()), by: removed.removedBy }
          : null,
    }
  })
}

const Alike = z.object({
  hardwareType: z.string(),
  architecture: z.string(),
  hasMemory: z.boolean(),
  hasDisk: z.boolean(),
  capabilities: z.array(z.string()),
  mechanisms: z.array(z.string()).nullable(),
  devices: z.coerce.number(),
})

/** The registry, folded to devices a release cannot tell apart. What a device has not reported of its disk counts as free. */
async function alikeDevices(db: PrismaClient, { resources }: ReleaseManifest): Promise<z.infer<typeof Alike>[]> {
  const rows = await db.$queryRaw`
    select d."hardwareType", d."architecture",
      d."memoryMb" >= ${resources.memoryMb} as "hasMemory",
      d."diskMb" * (100 - coalesce(s."diskPercent", 0)) / 100 >= ${resources.diskMb} as "hasDisk",
      d."capabilities", i."inventory" -> 'mechanisms' as mechanisms, count(*) as devices
    from "Device" d
      left join "DeviceStatus" s on s."deviceId" = d."id"
      left join "DeviceInventory" i on i."deviceId" = d."id"
    where d."revokedAt" is null
    group by 1, 2, 3, 4, 5, 6`
  return z.array(Alike).parse(rows)
}

const MOST_POINTS = 200
const Point = z.object({ at: z.coerce.date(), devices: z.coerce.number() })

/** From what rollouts proved on devices: a running total, thinned to what a chart can show. */
async function adoptionOf(db: PrismaClient, releaseId: ReleaseId): Promise<ReleaseView['adoption']> {
  const proven = [stateByte('healthy'), stateByte('degraded')]
  const rows = await db.$queryRaw`
    with proven as (
      select d."changedAt" as at, row_number() over (order by d."changedAt", d."deviceId") as devices, count(*) over () as total
      from "RolloutDevice" d
        join "Rollout" r on r."id" = d."rolloutId"
        join "Snapshot" s on s."id" = coalesce(d."toSnapshotId", r."toSnapshotId")
      where s."releaseId" = ${releaseId} and d."state" = any(${proven}) )
    select at, devices from proven
    where devices = total or devices = 1 or devices % greatest(1, total / ${MOST_POINTS}) = 0
    order by devices`
  return z
    .array(Point)
    .parse(rows)
    .map(({ at, devices }) => ({ at: Instant.parse(at.getTime()), devices }))
}
