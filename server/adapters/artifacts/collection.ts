import { collectArtifacts } from '../../commands/collect-artifacts.ts'
import { expireUploads } from '../../commands/expire-uploads.ts'
import type { Clock, Tell } from '../../engine/ports.ts'
import { Instant } from '../../protocol/ids.ts'
import type { Log } from '../log.ts'
import type { PrismaClient } from '../prisma/generated/client.ts'
import { repeat } from '../repeat.ts'
import type { ArtifactStore } from './artifact-store.ts'
import type { Incoming } from './incoming.ts'
import { lookAtStore } from './look-at-store.ts'

const EVERY_MS = 5 * 60_000
const DEMO_EVERY_MS = 20_000

export type CollectionNeeds = {
  readonly db: PrismaClient
  readonly artifacts: ArtifactStore
  readonly incoming: Incoming
  readonly clock: Clock
  readonly demo: boolean
  readonly tell: Pick<Tell, 'changed'>
  readonly log: Log
  readonly quotaBytes: number
  readonly artifactGraceMs: number
}

export type Collection = {
  /** of the whole store, as the newest turn left it; every server knows them */
  readonly figures: { looked: boolean; bytes: number; unneededBytes: number; up: boolean }
  close(): Promise<void>
}

/** Looks again and again whether the store is well and what in it nothing needs any more. One server of several does it at a time. */
export function openCollection(needs: CollectionNeeds): Collection {
  const { clock, demo, log } = needs
  const stopping = new AbortController()
  const everyMs = demo ? DEMO_EVERY_MS : EVERY_MS
  const trouble = (cause: unknown) => log.warn({ err: cause }, 'artifacts could not be looked through')
  const figures = { looked: false, bytes: 0, unneededBytes: 0, up: true }
  const work = async () => {
    await turn(needs, everyMs)
    Object.assign(figures, await read(needs.db), { looked: true })
  }
  const collecting = repeat(clock, everyMs, stopping.signal, work, trouble)
  return {
    figures,
    async close() {
      stopping.abort()
      await collecting
    },
  }
}

async function turn(needs: CollectionNeeds, everyMs: number): Promise<void> {
  const { db, artifacts, incoming, clock, tell } = needs
  const now = Instant.parse(clock.now())
  // Its own folder is looked after by each server.
  await forgetLeftOvers(db, incoming)
  const looked = await lookAtStore(needs, now, everyMs)
  if (looked === 'not-my-turn') return
  const remove = artifacts.remove.bind(artifacts)
  const changed =
    looked === 'away'
      ? 0
      : (await expireUploads(db, remove, now)) + (await collectArtifacts(db, remove, needs.artifactGraceMs, now))
  if (changed > 0 || looked !== 'as-before') tell.changed('releases')
}

/** Bytes on their way in whose upload was given up. */
async function forgetLeftOvers(db: PrismaClient, incoming: Incoming): Promise<void> {
  const ids = await incoming.ids()
  const rows = await db.upload.findMany({ where: { id: { in: [...ids] }, finishedAt: null }, select: { id: true } })
  const known = new Set(rows.map(({ id }) => id))
  for (const id of ids) if (!known.has(id)) await incoming.forget(id)
}

async function read(db: PrismaClient) {
  const [all, unneeded, state] = await Promise.all([
    db.artifact.aggregate({ _sum: { size: true } }),
    db.artifact.aggregate({ where: { unneededSince: { not: null } }, _sum: { size: true } }),
    db.storeState.findFirst(),
  ])
  return {
    bytes: Number(all._sum.size ?? 0),
    unneededBytes: Number(unneeded._sum.size ?? 0),
    up: state?.trouble == null,
  }
}
