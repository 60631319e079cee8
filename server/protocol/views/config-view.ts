import { z } from 'zod'
import { EffectiveView, LayerName, LayerView } from '../config-layer.ts'
import { Instant, ReleaseId } from '../ids.ts'
import { ActPermission } from './person.ts'

/** `GET /api/v1/config?scope=site&key=lyon-2&device=dev-7`: one layer to edit, and what it makes of a device. */
export const ConfigView = z.object({
  serverTime: Instant,
  layer: LayerView.extend({ name: z.string() }),
  /** every layer that says something */
  layers: z.array(LayerName.extend({ name: z.string(), keys: z.int() })),
  secrets: z.array(z.string()),
  scopes: z.object({
    groups: z.array(z.string()),
    sites: z.array(z.object({ id: z.string(), name: z.string() })),
  }),
  /** releases a snapshot can be made with, newest first */
  releases: z.array(z.object({ id: ReleaseId, label: z.string(), hasSchema: z.boolean() })),
  effective: EffectiveView.nullable(),
  edit: ActPermission,
})
export type ConfigView = z.infer<typeof ConfigView>

const Said = z.object({ value: z.json() }).nullable()

/** `GET /api/v1/config/history?scope=site&key=lyon-2`: the versions of one layer, newest first. */
export const ConfigHistoryView = z.object({
  serverTime: Instant,
  layer: LayerName,
  versions: z.array(
    z.object({
      at: Instant,
      by: z.string(),
      /** version, changed keys and reason, as the audit log has it; a secret that changed is named here alone */
      says: z.string(),
      changes: z.array(z.object({ path: z.string(), before: Said, after: Said })),
    }),
  ),
})
export type ConfigHistoryView = z.infer<typeof ConfigHistoryView>
