import { z } from 'zod'

/** `POST /api/v1/registry/imports/:id/apply`; with bad rows it has to be said that they are left out. */
export const ApplyImport = z.object({ leaveBad: z.boolean().default(false) })
export type ApplyImport = z.infer<typeof ApplyImport>

/** `refused`: rows whose device moved since the file was judged; the import's own page lists them. */
export const ImportApplied = z.object({ applied: z.int(), refused: z.int() })
export type ImportApplied = z.infer<typeof ImportApplied>
