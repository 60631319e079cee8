import { z } from 'zod'
import { Sha256 } from '../ids.ts'

/** What an upload promises before its first byte: tus metadata `sha256` and `Upload-Length`. */
export const BeginUpload = z.object({ sha256: Sha256, size: z.int().min(1, 'an artifact has at least one byte') })
export type BeginUpload = z.infer<typeof BeginUpload>
