import { z } from 'zod'
import { ReleaseManifest } from '../manifest.ts'

/** `POST /api/v1/releases`: the server counts, dates and signs; every artifact must have been uploaded before. */
export const PublishRelease = ReleaseManifest.omit({ format: true, counter: true, createdAt: true }).extend({
  notes: z.string().max(20_000).default(''),
})
export type PublishRelease = z.infer<typeof PublishRelease>
