import { z } from 'zod'
import { DeviceId, Instant } from '../ids.ts'
import { RowError } from '../registry-row.ts'
import { ActPermission } from './person.ts'

const Counts = z.object({ added: z.int(), changed: z.int(), unchanged: z.int(), bad: z.int(), refused: z.int() })

/** `GET /api/v1/registry/imports/:id` — what a file would do, and everything that is wrong with it. */
export const ImportView = z.object({
  serverTime: Instant,
  id: z.string(),
  fileName: z.string(),
  format: z.enum(['csv', 'json']),
  state: z.enum(['draft', 'applied']),
  createdBy: z.string(),
  createdAt: Instant,
  applied: z.object({ by: z.string(), at: Instant }).nullable(),
  counts: Counts,
  /** the first of them, in the order of the file */
  problems: z.array(z.object({ number: z.int(), deviceId: z.string().nullable(), errors: z.array(RowError) })),
  changes: z.array(
    z.object({
      number: z.int(),
      deviceId: z.string(),
      outcome: z.enum(['added', 'changed']),
      fields: z.array(z.object({ field: z.string(), before: z.string().nullable(), after: z.string() })),
    }),
  ),
  may: ActPermission,
})
export type ImportView = z.infer<typeof ImportView>

/** `GET /api/v1/registry/imports` — newest first, and the devices that were announced and never seen. */
export const ImportsView = z.object({
  serverTime: Instant,
  imports: z.array(
    z.object({
      id: z.string(),
      fileName: z.string(),
      state: z.enum(['draft', 'applied']),
      createdBy: z.string(),
      createdAt: Instant,
      rows: z.int(),
      bad: z.int(),
    }),
  ),
  expected: z.object({
    total: z.int(),
    /** the first of them, by id */
    devices: z.array(
      z.object({
        id: DeviceId,
        name: z.string(),
        site: z.string(),
        hardwareType: z.string(),
        /** enrols with this key only */
        keyFingerprint: z.string().nullable(),
      }),
    ),
  }),
  may: ActPermission,
})
export type ImportsView = z.infer<typeof ImportsView>
