import { z } from 'zod'
import { SignedManifest } from '../manifest.ts'

/** `POST /api/v1/releases/signed`: what was signed where the private key is; the text is kept as it is. */
export const PublishSignedRelease = SignedManifest.extend({ notes: z.string().max(20_000).default('') })
export type PublishSignedRelease = z.infer<typeof PublishSignedRelease>
