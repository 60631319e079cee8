import { z } from 'zod'
import { ReleaseId } from '../ids.ts'
import { SelectorText } from '../selector/selector.ts'

/** Snapshots are known by their number. */
export const SnapshotNumber = z.coerce.number().int().min(1).max(2_147_483_647)

/** `POST /api/v1/snapshots` freezes a release with the configuration as it is edited now. */
export const CreateSnapshot = z.object({
  releaseId: ReleaseId,
  note: z.string().trim().max(300).default(''),
  /** the devices it is meant for; empty: every one */
  scope: SelectorText.default(''),
})
export type CreateSnapshot = z.infer<typeof CreateSnapshot>

/** `existed`: the same release with the same configuration had a number already. */
export const SnapshotCreated = z.object({ number: z.int(), existed: z.boolean() })
export type SnapshotCreated = z.infer<typeof SnapshotCreated>

/** `POST /api/v1/snapshots/{number}/tags` replaces all tags. `known-good` is earned, not given. */
export const TagSnapshot = z.object({
  tags: z
    .array(
      z
        .string()
        .regex(/^[a-z0-9][a-z0-9-]{0,29}$/, 'a tag has small letters, digits and hyphens')
        .refine((tag) => tag !== 'known-good', 'known-good is earned, not given'),
    )
    .max(10),
})
export type TagSnapshot = z.infer<typeof TagSnapshot>
