import { z } from 'zod'
import { Instant } from '../ids.ts'

/** `POST /api/v1/enrolment-tokens` */
export const CreateEnrolmentToken = z.object({
  /** how many devices may enrol with it */
  uses: z.int().min(1).max(100_000).default(1),
  hours: z
    .number()
    .min(0.01)
    .max(24 * 30)
    .default(24),
})
export type CreateEnrolmentToken = z.infer<typeof CreateEnrolmentToken>

/** Shown once: the server keeps only its hash. */
export const EnrolmentTokenCreated = z.object({ token: z.string(), usesLeft: z.int(), expiresAt: Instant })
export type EnrolmentTokenCreated = z.infer<typeof EnrolmentTokenCreated>
