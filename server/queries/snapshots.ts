import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { DEMO_KNOWN_GOOD, KNOWN_GOOD, knownGoodSentence } from '../domain/snapshot/known-good.ts'
import type { Instant } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { SnapshotsView } from '../protocol/views/snapshots-view.ts'
import { snapshotRows } from './snapshot-row.ts'

const MOST = 200

/** Every snapshot, newest first. */
export async function snapshotsView(
  db: PrismaClient,
  person: Person,
  now: Instant,
  demo: boolean,
): Promise<SnapshotsView> {
  const records = await db.snapshot.findMany({ include: { release: true }, orderBy: { id: 'desc' }, take: MOST })
  return {
    serverTime: now,
    snapshots: await snapshotRows(db, records),
    rule: knownGoodSentence(demo ? DEMO_KNOWN_GOOD : KNOWN_GOOD),
    create: mayOperate(person),
  }
}
