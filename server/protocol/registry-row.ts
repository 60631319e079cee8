import { z } from 'zod'
import { Fingerprint } from './fingerprint.ts'
import { DeviceId } from './ids.ts'
import { Fidelity, Group, Groups, HardwareType, Labels, Name, SiteId } from './registry.ts'

/** What a registry file may bring along, in the order it is exported in. */
export const ROW_COLUMNS = [
  'id',
  'name',
  'site',
  'hardware_type',
  'architecture',
  'memory_mb',
  'disk_mb',
  'labels',
  'groups',
  'redundancy_group',
  'single_point_of_failure',
  'monitoring_fidelity',
  'key_fingerprint',
] as const
export type RowColumn = (typeof ROW_COLUMNS)[number]

/** What the export adds and the import passes over: devices say these themselves. */
export const REPORTED_COLUMNS = ['state', 'capabilities', 'running', 'last_seen_at'] as const

export const isRowColumn = (name: string): name is RowColumn => ROW_COLUMNS.some((column) => column === name)
export const isReportedColumn = (name: string): boolean => REPORTED_COLUMNS.some((column) => column === name)

const megabytes = z
  .int('write a whole number of MB')
  .min(1, 'at least 1 MB')
  .max(1_000_000_000, 'that many MB do not exist')

/** One row of a registry file; what is left out stays as it is, or is what a new device begins with. */
export const RegistryRow = z.object({
  id: DeviceId,
  name: Name.optional(),
  site: SiteId.optional(),
  hardware_type: HardwareType.optional(),
  architecture: z.enum(['arm64', 'arm', 'x64'], 'write arm64, arm or x64').optional(),
  memory_mb: megabytes.optional(),
  disk_mb: megabytes.optional(),
  labels: Labels.optional(),
  groups: Groups.optional(),
  /** null: no longer in any */
  redundancy_group: Group.nullable().optional(),
  single_point_of_failure: z.boolean('write yes or no').optional(),
  monitoring_fidelity: Fidelity.optional(),
  key_fingerprint: Fingerprint.nullable().optional(),
})
export type RegistryRow = z.infer<typeof RegistryRow>

/** A device as people describe it. */
export const RegistryFields = z.object({
  name: z.string(),
  siteId: z.string(),
  hardwareType: z.string(),
  architecture: z.string(),
  memoryMb: z.int(),
  diskMb: z.int(),
  labels: z.record(z.string(), z.string()),
  groups: z.array(z.string()),
  redundancyGroup: z.string().nullable(),
  singlePointOfFailure: z.boolean(),
  monitoringFidelity: z.int(),
  keyFingerprint: z.string().nullable(),
})
export type RegistryFields = z.infer<typeof RegistryFields>

/** What is wrong with a row, where, and what to do. `column` null: with the row as a whole. */
export const RowError = z.object({ column: z.string().nullable(), message: z.string() })
export type RowError = z.infer<typeof RowError>
