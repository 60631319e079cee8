import { z } from 'zod'
import { DeviceId, Instant, ReleaseId } from './ids.ts'
import { ConfigDocument } from './layered-config.ts'

/** Where a layer speaks; the narrower wins. */
export const CONFIG_SCOPES = ['fleet', 'group', 'site', 'device'] as const
export const ConfigScope = z.enum(CONFIG_SCOPES)
export type ConfigScope = z.infer<typeof ConfigScope>

/** `key`: the name of the group, the id of the site or of the device; empty for the fleet. */
export const LayerName = z.object({ scope: ConfigScope, key: z.string().max(100).default('') })
export type LayerName = z.infer<typeof LayerName>

/** How the audit log calls a layer. */
export const layerId = ({ scope, key }: LayerName): string => (key === '' ? scope : `${scope}:${key}`)

/** What a screen, an answer, an audit row or a log says instead of a secret value. Sent back, it keeps the value. */
export const MASK = '••••'

/** The dotted path of a key: `camera.exposure`. */
export const KeyPath = z
  .string()
  .max(200)
  .regex(/^[^.\s]+(\.[^.\s]+)*$/, 'a path like camera.exposure')

/** `POST /api/v1/config/layers` */
export const SetConfigLayer = LayerName.extend({
  document: ConfigDocument,
  /** of the layer as it was read; 0 when there was none */
  version: z.int().min(0),
  /** key paths that are secret from now on, in every layer */
  secrets: z.array(KeyPath).max(50).default([]),
  /** the release it has to suit; left out: nothing is checked before a snapshot is made */
  releaseId: ReleaseId.optional(),
})
export type SetConfigLayer = z.infer<typeof SetConfigLayer>

/** Who gave a key path of a layer its value, and when. Keys set before this was written down are not in it. */
const KeySet = z.object({ by: z.string(), at: Instant })
export const SetBy = z.record(z.string(), KeySet)
export type SetBy = z.infer<typeof SetBy>

/** One value a device is told, and which layer says it. */
export const ConfigOrigin = z.object({
  path: z.string(),
  /** masked when secret */
  value: z.json(),
  secret: z.boolean(),
  from: LayerName,
  /** who set it there; null: not known */
  set: KeySet.nullable(),
})
export type ConfigOrigin = z.infer<typeof ConfigOrigin>

/** Key path, and what is expected there. */
export const ConfigProblem = z.object({
  path: z.string(),
  message: z.string(),
  /** a device that is told so, by name */
  device: z.string().nullable(),
})
export type ConfigProblem = z.infer<typeof ConfigProblem>

export const LayerView = LayerName.extend({
  document: ConfigDocument,
  version: z.int(),
  updatedBy: z.string(),
  updatedAt: Instant.nullable(),
  /** how many it reaches */
  devices: z.int(),
})
export type LayerView = z.infer<typeof LayerView>

export const EffectiveView = z.object({
  device: z.object({ id: DeviceId, name: z.string(), site: z.string(), groups: z.array(z.string()) }),
  origins: z.array(ConfigOrigin),
})
export type EffectiveView = z.infer<typeof EffectiveView>
