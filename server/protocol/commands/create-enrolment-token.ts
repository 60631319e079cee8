import { z } from 'zod'
import { Labels } from '../enrol.ts'
import { Instant } from '../ids.ts'

const names = z.array(z.string().trim().min(1).max(100)).max(50).default([])

/** `POST /api/v1/enrolment-tokens` */
export const CreateEnrolmentToken = z.object({
  name: z.string().trim().max(100).default(''),
  /** how many devices may enrol with it */
  uses: z.int().min(1).max(100_000).default(1),
  hours: z
    .number()
    .min(0.01)
    .max(24 * 30)
    .default(24),
  /** ids of the sites, and the hardware types, it is good for; none means any */
  sites: names,
  hardwareTypes: names,
  /** what a device that enrols with it gets */
  groups: names,
  labels: Labels.default({}),
  /** the device waits in the lobby although the token is good */
  needsAcceptance: z.boolean().default(false),
})
export type CreateEnrolmentToken = z.infer<typeof CreateEnrolmentToken>

/** Shown once: the server keeps only its hash. */
export const EnrolmentTokenCreated = z.object({
  id: z.string(),
  token: z.string(),
  usesLeft: z.int(),
  expiresAt: Instant,
})
export type EnrolmentTokenCreated = z.infer<typeof EnrolmentTokenCreated>
