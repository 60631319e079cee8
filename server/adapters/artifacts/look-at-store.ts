import type { Instant } from '../../protocol/ids.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import type { ArtifactStore } from './artifact-store.ts'
import { StoreTrouble } from './store-trouble.ts'

export const STORE_ROW = 'artifacts'

export type Looked =
  | 'not-my-turn'
  /** it cannot be used now */
  | 'away'
  /** it can, as when it was looked at last */
  | 'as-before'
  | 'back'

type Needs = {
  readonly db: PrismaClient
  readonly artifacts: ArtifactStore
  readonly quotaBytes: number
  readonly artifactGraceMs: number
}

/** Tries the store and writes down how it is, for whoever looks at a screen. Of several servers the one that comes first has the turn. */
export async function lookAtStore(
  { db, artifacts, quotaBytes, artifactGraceMs }: Needs,
  now: Instant,
  everyMs: number,
): Promise<Looked> {
  const setUp = { place: artifacts.place, quotaBytes: BigInt(quotaBytes), graceMs: BigInt(artifactGraceMs) }
  await db.storeState.createMany({
    data: [{ id: STORE_ROW, ...setUp, lookedAt: new Date(0) }],
    skipDuplicates: true,
  })
  const { count } = await db.storeState.updateMany({
    where: { id: STORE_ROW, lookedAt: { lte: new Date(now - everyMs / 2) } },
    data: { ...setUp, lookedAt: new Date(now) },
  })
  if (count === 0) return 'not-my-turn'
  const before = await db.storeState.findUniqueOrThrow({ where: { id: STORE_ROW } })
  const trouble = await troubleOf(artifacts)
  if (trouble === before.trouble) return trouble === null ? 'as-before' : 'away'
  const troubleSince = trouble === null ? null : (before.troubleSince ?? new Date(now))
  await db.storeState.update({ where: { id: STORE_ROW }, data: { trouble, troubleSince } })
  return trouble === null ? 'back' : 'away'
}

const troubleOf = (artifacts: ArtifactStore): Promise<string | null> =>
  artifacts.probe().then(
    () => null,
    (error: unknown) => {
      if (error instanceof StoreTrouble) return error.message
      throw error
    },
  )
