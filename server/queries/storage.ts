import { ageOf, artifactNeeds } from '../adapters/prisma/artifact-needs.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { type ArtifactFate, artifactFates } from '../domain/release/artifact-fate.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { Instant, ReleaseId, Sha256 } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { StorageView, StoredArtifact } from '../protocol/views/storage-view.ts'

const MOST = 500
const MOST_REMOVED = 20

/** What the store holds, what of it nothing needs, and why the rest stays. */
export async function storageView(db: PrismaClient, person: Person, now: Instant): Promise<StorageView> {
  const [store, rows, uploads, removed, needs] = await Promise.all([
    db.storeState.findFirst(),
    db.artifact.findMany({ orderBy: [{ size: 'desc' }, { sha256: 'asc' }] }),
    db.upload.aggregate({ where: { finishedAt: null }, _count: { _all: true }, _sum: { size: true } }),
    db.removedArtifact.findMany({ orderBy: { removedAt: 'desc' }, take: MOST_REMOVED }),
    artifactNeeds(db),
  ])
  const fates = artifactFates(rows.map(ageOf), needs, now)
  const graceMs = store && Number(store.graceMs)
  const owners = ownersOf(needs.releases)
  const stored = rows.map((row): StoredArtifact => {
    const sha256 = Sha256.parse(row.sha256)
    return {
      sha256,
      size: Number(row.size),
      uploadedAt: Instant.parse(row.createdAt.getTime()),
      uploadedBy: row.uploadedBy,
      releases: owners.get(sha256) ?? [],
      fate: row.removingAt
        ? { kind: 'removing', because: row.removingBecause }
        : fateView(fates.get(sha256), row.unneededSince === null ? null : graceMs),
    }
  })
  const going = stored.filter(({ fate }) => fate.kind !== 'kept')
  const kept = stored.filter(({ fate }) => fate.kind === 'kept')
  return {
    serverTime: now,
    store: store && {
      place: store.place,
      quotaBytes: Number(store.quotaBytes),
      graceMs: Number(store.graceMs),
      lookedAt: Instant.parse(store.lookedAt.getTime()),
      trouble:
        store.trouble === null
          ? null
          : { sentence: store.trouble, since: Instant.parse((store.troubleSince ?? store.lookedAt).getTime()) },
    },
    artifacts: summed(stored),
    unneeded: summed(going),
    uploads: { count: uploads._count._all, bytes: Number(uploads._sum.size ?? 0) },
    stored: [...going, ...kept].slice(0, MOST),
    removed: removed.map(({ sha256, size, removedAt, removedBy, because }) => ({
      sha256: Sha256.parse(sha256),
      size: Number(size),
      removedAt: Instant.parse(removedAt.getTime()),
      removedBy,
      because,
    })),
    remove: mayOperate(person),
  }
}

function fateView(fate: ArtifactFate | undefined, graceMs: number | null): StoredArtifact['fate'] {
  if (!fate || fate.kind === 'kept') return { kind: 'kept', because: [...(fate?.because ?? [])] }
  return {
    kind: 'unneeded',
    because: fate.because,
    goesAt: graceMs === null ? null : Instant.parse(fate.since + graceMs),
  }
}

const summed = (some: readonly StoredArtifact[]) => ({
  count: some.length,
  bytes: some.reduce((sum, { size }) => sum + size, 0),
})

function ownersOf(releases: Awaited<ReturnType<typeof artifactNeeds>>['releases']) {
  const owners = new Map<Sha256, StoredArtifact['releases']>()
  for (const { id, name, version, artifacts } of releases)
    for (const sha256 of new Set(artifacts))
      owners.set(sha256, [...(owners.get(sha256) ?? []), { id: ReleaseId.parse(id), name, version }])
  return owners
}
