import { z } from 'zod'
import { Sha256 } from '../ids.ts'

/** `POST /api/v1/artifacts/remove` */
export const RemoveArtifacts = z.object({ sha256s: z.array(Sha256).min(1).max(500) })
export type RemoveArtifacts = z.infer<typeof RemoveArtifacts>

export const ArtifactsRemoved = z.object({
  removed: z.int(),
  freedBytes: z.int(),
  /** what something needs after all */
  kept: z.array(z.object({ sha256: Sha256, because: z.string() })),
})
export type ArtifactsRemoved = z.infer<typeof ArtifactsRemoved>
