import { ageOf, artifactNeeds } from '../adapters/prisma/artifact-needs.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { artifactFates } from '../domain/release/artifact-fate.ts'
import { Instant, Sha256 } from '../protocol/ids.ts'
import { finishRemoval, markForRemoval, type RemoveBytes } from './remove-artifact.ts'

const BY = { kind: 'system', id: 'wavegate', name: 'Wavegate' } as const

/**
 * Ends removals that were begun, writes down since when nothing has needed an artifact, and removes what nothing has needed for
 * `graceMs`. Answers how many went, or began or ceased to be needed.
 */
export async function collectArtifacts(
  db: PrismaClient,
  removeBytes: RemoveBytes,
  graceMs: number,
  now: Instant,
): Promise<number> {
  let changed = 0
  for (const { sha256 } of await db.artifact.findMany({
    where: { removingAt: { not: null } },
    select: { sha256: true },
  })) {
    await finishRemoval(db, Sha256.parse(sha256), removeBytes, now)
    changed += 1
  }
  const due = Instant.parse(Math.max(0, now - graceMs))
  const artifacts = (await db.artifact.findMany()).map(ageOf)
  for (const [sha256, fate] of artifactFates(artifacts, await artifactNeeds(db), now)) {
    const noted = artifacts.find((one) => one.sha256 === sha256)?.unneededSince ?? null
    const since = fate.kind === 'unneeded' ? fate.since : null
    if (since !== noted) {
      changed += 1
      await db.artifact.updateMany({ where: { sha256 }, data: { unneededSince: since && new Date(since) } })
    }
    if (since === null || since > due) continue
    const marked = await markForRemoval(db, sha256, BY, now, due)
    if (marked.kind === 'marked') await finishRemoval(db, sha256, removeBytes, now)
    changed += 1
  }
  return changed
}
