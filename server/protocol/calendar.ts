import { z } from 'zod'
import { Instant } from './ids.ts'

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'write hours and minutes, like 22:00')

/** A stretch of the week in a site's own time; one that ends at or before its beginning ends on the next day. */
export const MaintenanceWindow = z.strictObject({
  /** ISO days on which it begins: 1 is Monday, 7 is Sunday */
  days: z
    .array(z.int().min(1).max(7))
    .min(1, 'choose a day, or the window never opens')
    .max(7)
    .refine((days) => new Set(days).size === days.length, 'names a day twice'),
  from: TimeOfDay,
  to: TimeOfDay,
})
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>

/** None: any time will do. */
export const MaintenanceWindows = z.array(MaintenanceWindow).max(14)
export type MaintenanceWindows = z.infer<typeof MaintenanceWindows>

/** Nothing new is deployed to these sites meanwhile. What has to go back goes back. */
export const Freeze = z.object({
  id: z.string(),
  /** empty: every site */
  sites: z.array(z.string()),
  from: Instant,
  until: Instant,
  reason: z.string(),
  by: z.string(),
})
export type Freeze = z.infer<typeof Freeze>
