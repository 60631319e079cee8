import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { ReleasesView } from '../protocol/views/releases-view.ts'
import { releaseRows } from './release-rows.ts'

/** Everything that was published, newest first. */
export async function releasesView(db: PrismaClient, person: Person, now: Instant): Promise<ReleasesView> {
  const [releases, platforms] = await Promise.all([
    db.release.findMany({ orderBy: [{ createdAt: 'desc' }, { id: 'asc' }], take: 500 }),
    db.device.groupBy({
      by: ['hardwareType', 'architecture'],
      where: { revokedAt: null },
      _count: { _all: true },
      orderBy: { hardwareType: 'asc' },
    }),
  ])
  return {
    serverTime: now,
    publish: mayOperate(person),
    releases: await releaseRows(db, releases, releases),
    platforms: platforms.map(({ hardwareType, architecture, _count }) => ({
      hardwareType,
      architecture,
      devices: _count._all,
    })),
  }
}
