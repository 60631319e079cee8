import { z } from 'zod'

/** `POST /api/v1/sites` */
export const CreateSite = z.object({
  id: z
    .string()
    .min(1)
    .max(100)
    .regex(/^[a-z0-9][a-z0-9-]*$/, 'lower-case letters, digits and hyphens'),
  name: z.string().trim().min(1).max(100),
  region: z.string().trim().min(1).max(60),
  timeZone: z.string().max(60).default('UTC'),
})
export type CreateSite = z.infer<typeof CreateSite>

export const SiteCreated = z.object({ id: z.string() })
export type SiteCreated = z.infer<typeof SiteCreated>
