import { z } from 'zod'
import { RolloutId } from '../ids.ts'

/** Blocking and deprecating say why: whoever meets the release reads it. */
export const MarkRelease = z.object({ reason: z.string().trim().min(3, 'say why, in a few words').max(500) })
export type MarkRelease = z.infer<typeof MarkRelease>

/** The rollouts that stand still from now on. */
export const ReleaseBlocked = z.object({ paused: z.array(RolloutId) })
export type ReleaseBlocked = z.infer<typeof ReleaseBlocked>
