import { z } from 'zod'
import { Freeze, MaintenanceWindows } from '../calendar.ts'
import { DiscrepancyKind } from '../discrepancy.ts'
import { DeviceId, Instant } from '../ids.ts'
import { ResourceKind } from '../registry.ts'
import { InstalledRelease } from '../reported.ts'
import { ActPermission } from './person.ts'

export const DiscrepancyView = z.object({
  /** a number too large for JSON */
  id: z.string(),
  kind: DiscrepancyKind,
  sentence: z.string(),
  seenAt: Instant,
  /** who or what ended it, and how; null: open, and nothing is deployed to the device */
  resolved: z.object({ at: Instant, by: z.string(), how: z.string() }).nullable(),
})
export type DiscrepancyView = z.infer<typeof DiscrepancyView>

/** `GET /api/v1/devices/:id/registry` — what people and the device say of it, and where they disagree. */
export const DeviceRegistryView = z.object({
  serverTime: Instant,
  id: DeviceId,
  name: z.string(),
  site: z.object({ id: z.string(), name: z.string(), region: z.string(), timeZone: z.string() }),
  labels: z.record(z.string(), z.string()),
  groups: z.array(z.string()),
  redundancy: z
    .object({
      group: z.string(),
      members: z.array(z.object({ id: DeviceId, name: z.string(), online: z.boolean(), healthy: z.boolean() })),
    })
    .nullable(),
  markedSinglePoint: z.boolean(),
  /** why nothing else would do its work, or null */
  singlePoint: z.string().nullable(),
  monitoringFidelity: z.int(),
  slots: z.array(z.object({ slot: z.string(), release: InstalledRelease.nullable(), running: z.boolean() })),
  resources: z.array(
    z.object({
      id: z.string(),
      kind: ResourceKind,
      name: z.string(),
      metadata: z.record(z.string(), z.string()),
      calibration: z.enum(['valid', 'soon', 'due', 'unknown']),
      calibratedUntil: Instant.nullable(),
    }),
  ),
  /** open ones first, then those that ended, newest first */
  issues: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      owner: z.string(),
      createdBy: z.string(),
      createdAt: Instant,
      expiresAt: Instant,
      state: z.enum(['open', 'expired', 'closed']),
    }),
  ),
  discrepancies: z.array(DiscrepancyView),
  quarantined: z.string().nullable(),
  may: ActPermission,
})
export type DeviceRegistryView = z.infer<typeof DeviceRegistryView>

/** `GET /api/v1/sites` */
export const SitesView = z.object({
  serverTime: Instant,
  sites: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      region: z.string(),
      timeZone: z.string(),
      labels: z.record(z.string(), z.string()),
      windows: MaintenanceWindows,
      /** why nothing new is deployed there now: outside its window, or frozen */
      hold: z.object({ because: z.string(), until: Instant }).nullable(),
      devices: z.int(),
      offline: z.int(),
      degraded: z.int(),
      /** announced by an import and never seen */
      expected: z.int(),
    }),
  ),
  /** that are on, and that will be, soonest first */
  freezes: z.array(Freeze),
  may: ActPermission,
})
export type SitesView = z.infer<typeof SitesView>
