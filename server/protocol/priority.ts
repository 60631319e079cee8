import { z } from 'zod'

/** How much it matters that a rollout which waits for its devices goes before others that wait; the first word goes first. */
export const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const
export const Priority = z.enum(PRIORITIES)
export type Priority = z.infer<typeof Priority>

/** A place in the queue that a person asked for, and why. */
export const Behind = z.object({
  priority: Priority,
  reason: z.string().trim().min(3, 'say why it should wait rather than leave those devices out').max(500),
})
