import { z } from 'zod'

/** Who decided that an artifact goes, kept with it until it is gone. */
export const RemovedBy = z.object({ kind: z.enum(['person', 'system']), id: z.string(), name: z.string() })
export type RemovedBy = z.infer<typeof RemovedBy>
