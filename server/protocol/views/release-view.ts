import { z } from 'zod'
import { Instant, ReleaseId, Sha256 } from '../ids.ts'
import { ReleaseManifest } from '../manifest.ts'
import { ActPermission } from './person.ts'
import { ChecksumState, ReleaseRow } from './releases-view.ts'
import { RolloutRow } from './rollouts-view.ts'

/** What a hardware type of the registry makes of the release. */
export const ReleaseFit = z.object({
  hardwareType: z.string(),
  architecture: z.string(),
  devices: z.int(),
  fits: z.int(),
  /** “88 lack memory: 160 MB are needed” */
  problems: z.array(z.object({ devices: z.int(), because: z.string() })),
})
export type ReleaseFit = z.infer<typeof ReleaseFit>

/** One place of the manifest where two releases differ, as text; null: not there. */
export const ManifestChange = z.object({
  path: z.string(),
  before: z.string().nullable(),
  after: z.string().nullable(),
})
export type ManifestChange = z.infer<typeof ManifestChange>

/** `GET /api/v1/releases/:id` */
export const ReleaseView = z.object({
  serverTime: Instant,
  release: ReleaseRow,
  manifest: ReleaseManifest,
  /** the exact signed text */
  manifestText: z.string(),
  signature: z.string(),
  checksums: z.array(
    z.object({
      sha256: Sha256,
      size: z.int(),
      platforms: z.array(z.string()),
      verifiedAt: Instant.nullable(),
      /** what the bytes hashed to then; null: they were not there */
      actual: z.string().nullable(),
      state: ChecksumState,
      removed: z.object({ at: Instant, by: z.string() }).nullable(),
    }),
  ),
  fit: z.object({ sentence: z.string(), types: z.array(ReleaseFit) }),
  others: z.array(z.object({ id: ReleaseId, version: z.string() })),
  /** against the release asked for in `?against=`, else the one before; null when there is none */
  compare: z.object({ id: ReleaseId, version: z.string(), changes: z.array(ManifestChange) }).nullable(),
  rollouts: z.array(RolloutRow),
  /** how many devices proved it so far, at the moments that number grew */
  adoption: z.array(z.object({ at: Instant, devices: z.int() })),
  acts: z.object({
    operate: ActPermission,
    /** rollouts a block would make stand still */
    running: z.int(),
  }),
})
export type ReleaseView = z.infer<typeof ReleaseView>

/** `POST /api/v1/releases/:id/verify` */
export const ReleaseVerified = z.object({
  at: Instant,
  signed: z.boolean(),
  artifacts: z.array(z.object({ sha256: Sha256, actual: Sha256.nullable() })),
})
export type ReleaseVerified = z.infer<typeof ReleaseVerified>
