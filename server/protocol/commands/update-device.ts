import { z } from 'zod'
import { Fidelity, Group, Groups, LabelChanges, Name, SiteId } from '../registry.ts'

/** `PATCH /api/v1/devices/:id`: what people say of a device. What it says of itself is not theirs to change. */
export const UpdateDevice = z
  .strictObject({
    name: Name,
    siteId: SiteId,
    labels: LabelChanges,
    groups: Groups,
    redundancyGroup: Group.nullable(),
    singlePointOfFailure: z.boolean(),
    monitoringFidelity: Fidelity,
  })
  .partial()
  .refine((change) => Object.keys(change).length > 0, 'say what changes')
export type UpdateDevice = z.infer<typeof UpdateDevice>
