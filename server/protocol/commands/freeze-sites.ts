import { z } from 'zod'
import { Instant } from '../ids.ts'
import { SiteId } from '../registry.ts'

/** `POST /api/v1/freezes` */
export const FreezeSites = z.object({
  /** none: every site, also those that come later */
  sites: z.array(SiteId).max(1000).default([]),
  /** now when it is not given */
  from: Instant.optional(),
  until: Instant,
  reason: z.string().trim().min(1, 'Say why: it is shown to everybody who waits.').max(300),
})
export type FreezeSites = z.infer<typeof FreezeSites>

export const FreezeCreated = z.object({ id: z.string() })
export type FreezeCreated = z.infer<typeof FreezeCreated>
