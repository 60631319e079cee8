import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { Instant, ReleaseId } from '../protocol/ids.ts'
import { ReleaseManifest } from '../protocol/manifest.ts'
import type { Person } from '../protocol/views/person.ts'
import type { ReleasesView } from '../protocol/views/releases-view.ts'

/** Everything that was published, newest first. */
export async function releasesView(db: PrismaClient, _person: Person, now: Instant): Promise<ReleasesView> {
  const releases = await db.release.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: 500 })
  return {
    serverTime: now,
    releases: releases.map((release) => ({
      id: ReleaseId.parse(release.id),
      name: release.name,
      version: release.version,
      counter: release.counter,
      createdAt: Instant.parse(release.createdAt.getTime()),
      createdBy: release.createdBy,
      notes: release.notes,
      blocked: release.blockedAt !== null,
      artifacts: ReleaseManifest.parse(JSON.parse(release.manifest)).artifacts.map(
        ({ hardwareType, architecture, sha256, size }) => ({ hardwareType, architecture, sha256, size }),
      ),
    })),
  }
}
