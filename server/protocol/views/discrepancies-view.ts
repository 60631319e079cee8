import { z } from 'zod'
import { DiscrepancyKind, DiscrepancyPolicy } from '../discrepancy.ts'
import { DeviceId, Instant } from '../ids.ts'
import { ActPermission } from './person.ts'

/** `GET /api/v1/discrepancies` — where devices contradict the registry, and what is done about it without a person. */
export const DiscrepanciesView = z.object({
  serverTime: Instant,
  /** seen last first */
  open: z.array(
    z.object({
      id: z.string(),
      device: z.object({ id: DeviceId, name: z.string(), site: z.string() }),
      kind: DiscrepancyKind,
      sentence: z.string(),
      seenAt: Instant,
    }),
  ),
  /** all that are open, also those not listed */
  total: z.int(),
  /** how many are open a kind; of memory and disk also how far apart they are, per cent, ascending */
  kinds: z.record(DiscrepancyKind, z.int()),
  apart: z.object({ memory: z.array(z.number()), disk: z.array(z.number()) }),
  policy: DiscrepancyPolicy,
  /** null: nobody changed what the server came with */
  set: z.object({ by: z.string(), at: Instant }).nullable(),
  may: ActPermission,
})
export type DiscrepanciesView = z.infer<typeof DiscrepanciesView>
