import { z } from 'zod'
import { Instant, ReleaseId, Sha256 } from '../ids.ts'

/** One published release, as its signed manifest says it. */
export const ReleaseRow = z.object({
  id: ReleaseId,
  name: z.string(),
  version: z.string(),
  counter: z.int(),
  createdAt: Instant,
  createdBy: z.string(),
  notes: z.string(),
  blocked: z.boolean(),
  artifacts: z.array(z.object({ hardwareType: z.string(), architecture: z.string(), sha256: Sha256, size: z.int() })),
})
export type ReleaseRow = z.infer<typeof ReleaseRow>

/** `GET /api/v1/releases`: newest first. */
export const ReleasesView = z.object({ serverTime: Instant, releases: z.array(ReleaseRow) })
export type ReleasesView = z.infer<typeof ReleasesView>

/** `PUT /api/v1/artifacts/:sha256` */
export const ArtifactStored = z.object({ sha256: Sha256, size: z.int() })
export type ArtifactStored = z.infer<typeof ArtifactStored>
