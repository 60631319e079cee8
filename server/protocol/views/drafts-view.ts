import { z } from 'zod'
import { DraftChoices } from '../commands/drafts.ts'
import { Instant } from '../ids.ts'

export const Draft = z.object({
  id: z.string(),
  title: z.string(),
  choices: DraftChoices,
  revisionOf: z.int().nullable(),
  version: z.int(),
  updatedAt: Instant,
})
export type Draft = z.infer<typeof Draft>

/** What a save answers: the version the next one changes. */
export const DraftSaved = z.object({ id: z.string(), version: z.int(), updatedAt: Instant })
export type DraftSaved = z.infer<typeof DraftSaved>

/** `GET /api/v1/drafts` — one's own, the newest first. Nobody else's are shown, and none counts as a plan. */
export const DraftsView = z.object({ serverTime: Instant, drafts: z.array(Draft) })
export type DraftsView = z.infer<typeof DraftsView>

/** What a new rollout is filled with: a draft of one's own, a plan it is to be a revision of, or both. */
export const RolloutSeed = z.object({
  /** null: nothing is saved yet */
  draft: DraftSaved.nullable(),
  choices: DraftChoices,
  revisionOf: z.int().nullable(),
})
export type RolloutSeed = z.infer<typeof RolloutSeed>
