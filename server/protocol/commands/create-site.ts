import { z } from 'zod'
import { MaintenanceWindows } from '../calendar.ts'
import { LabelChanges, Labels, Name, Region, SiteId, TimeZone } from '../registry.ts'

/** `POST /api/v1/sites` */
export const CreateSite = z.object({
  id: SiteId,
  name: Name,
  region: Region,
  timeZone: TimeZone.default('UTC'),
  labels: Labels.default({}),
  windows: MaintenanceWindows.default([]),
})
export type CreateSite = z.infer<typeof CreateSite>

export const SiteCreated = z.object({ id: z.string() })
export type SiteCreated = z.infer<typeof SiteCreated>

/** `PATCH /api/v1/sites/:id`; what is not named stays. The id never changes. */
export const UpdateSite = z
  .strictObject({ name: Name, region: Region, timeZone: TimeZone, labels: LabelChanges, windows: MaintenanceWindows })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'say what changes')
export type UpdateSite = z.infer<typeof UpdateSite>
