import { z } from 'zod'
import { Instant, ReleaseId, Sha256 } from '../ids.ts'
import { ActPermission } from './person.ts'

export const ArtifactFateView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('kept'), because: z.array(z.string()) }),
  /** goes at `goesAt` unless something needs it until then; null: nobody has looked yet */
  z.object({ kind: z.literal('unneeded'), because: z.string(), goesAt: Instant.nullable() }),
  z.object({ kind: z.literal('removing'), because: z.string() }),
])
export type ArtifactFateView = z.infer<typeof ArtifactFateView>

export const StoredArtifact = z.object({
  sha256: Sha256,
  size: z.int(),
  uploadedAt: Instant,
  uploadedBy: z.string(),
  releases: z.array(z.object({ id: ReleaseId, name: z.string(), version: z.string() })),
  fate: ArtifactFateView,
})
export type StoredArtifact = z.infer<typeof StoredArtifact>

/** `GET /api/v1/artifacts`: what the store holds, what of it would go, and why the rest stays. */
export const StorageView = z.object({
  serverTime: Instant,
  /** null: no server has looked at the store yet */
  store: z
    .object({
      place: z.string(),
      quotaBytes: z.int(),
      graceMs: z.int(),
      lookedAt: Instant,
      trouble: z.object({ sentence: z.string(), since: Instant }).nullable(),
    })
    .nullable(),
  artifacts: z.object({ count: z.int(), bytes: z.int() }),
  unneeded: z.object({ count: z.int(), bytes: z.int() }),
  /** under way, with the room they were promised */
  uploads: z.object({ count: z.int(), bytes: z.int() }),
  /** what goes first, then the largest; at most 500 */
  stored: z.array(StoredArtifact),
  /** newest first, at most 20 */
  removed: z.array(
    z.object({ sha256: Sha256, size: z.int(), removedAt: Instant, removedBy: z.string(), because: z.string() }),
  ),
  remove: ActPermission,
})
export type StorageView = z.infer<typeof StorageView>
