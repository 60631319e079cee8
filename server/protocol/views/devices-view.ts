import { z } from 'zod'
import { DeviceState } from '../device-state.ts'
import { LayerStatus } from '../health.ts'
import { DeviceId, Instant, RolloutId } from '../ids.ts'
import { SelectorText } from '../selector/selector.ts'

export const DEVICE_SORTS = ['name', 'site', 'type', 'release', 'last_seen', 'status'] as const
export type DeviceSort = (typeof DEVICE_SORTS)[number]

/** Place in a sorted list after which a page begins: the sorted value and the id, as the page before gave it. */
export const DeviceCursor = z
  .string()
  .max(600)
  .transform((text, ctx) => {
    const parsed = z.tuple([z.string(), z.string()]).safeParse(json(text))
    if (parsed.success) return { key: parsed.data[0], id: parsed.data[1] }
    ctx.addIssue({ code: 'custom', message: 'This is no place a page has ended at: begin without it.' })
    return z.NEVER
  })

/** `GET /api/v1/devices?where=&sort=&after=&skip=` — a page of 200. `-` before a sort turns it round. */
export const DevicesQuery = z.object({
  where: SelectorText.default(''),
  sort: z.enum([...DEVICE_SORTS, ...DEVICE_SORTS.map((sort) => `-${sort}` as const)]).default('name'),
  after: DeviceCursor.optional(),
  skip: z.coerce.number().int().min(0).max(1_000_000).default(0),
})
export type DevicesQuery = z.infer<typeof DevicesQuery>

export const DeviceRow = z.object({
  id: DeviceId,
  name: z.string(),
  siteId: z.string(),
  site: z.string(),
  region: z.string(),
  hardwareType: z.string(),
  groups: z.array(z.string()),
  labels: z.record(z.string(), z.string()),
  quarantined: z.boolean(),
  online: z.boolean(),
  status: LayerStatus,
  layers: z.array(LayerStatus).length(4),
  running: z.string().nullable(),
  desired: z.string().nullable(),
  /** kinds of difference it has now */
  drift: z.array(z.string()),
  drifted: z.boolean(),
  lastSeenAt: Instant.nullable(),
  rollout: z.object({ id: RolloutId, name: z.string(), wave: z.int(), state: DeviceState }).nullable(),
})
export type DeviceRow = z.infer<typeof DeviceRow>

export const DevicesView = z.object({
  serverTime: Instant,
  devices: z.array(DeviceRow),
  matched: z.int(),
  total: z.int(),
  /** why this person may not act on devices; null: they may */
  refused: z.string().nullable(),
  /** `after` of the next page; null at the end */
  cursor: z.string().nullable(),
})
export type DevicesView = z.infer<typeof DevicesView>

/** Facets and the key of the selector each of them narrows. */
export const FACETS = ['status', 'site', 'region', 'type', 'release', 'group', 'drift'] as const
export type Facet = (typeof FACETS)[number]

/** `GET /api/v1/fleet/facets?where=` — how what matches splits, and which single condition stands in the way of all. */
export const DeviceFacetsView = z.object({
  serverTime: Instant,
  matched: z.int(),
  total: z.int(),
  facets: z.array(
    z.object({
      facet: z.enum(FACETS),
      /** most devices first; `more` values were left out */
      values: z.array(z.object({ value: z.string(), name: z.string(), devices: z.int() })),
      more: z.int(),
    }),
  ),
  /** nothing matches: what would without the nth condition of the text */
  without: z.array(z.object({ index: z.int(), text: z.string(), devices: z.int() })),
})
export type DeviceFacetsView = z.infer<typeof DeviceFacetsView>

/** `GET /api/v1/fleet/rows?where=&ids=` — rows on a screen as they are now; `moved`: ids that no longer match. */
export const DeviceRowsQuery = z.object({
  where: SelectorText.default(''),
  ids: z
    .string()
    .max(12_000)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(DeviceId).max(100)),
})
export type DeviceRowsQuery = z.infer<typeof DeviceRowsQuery>

export const DeviceRowsView = z.object({
  serverTime: Instant,
  devices: z.array(DeviceRow),
  moved: z.array(DeviceId),
  matched: z.int(),
})
export type DeviceRowsView = z.infer<typeof DeviceRowsView>

/** `GET /api/v1/fleet/map?where=&by=` — devices as dots: how many in each state, place by place, worst first. */
export const DeviceMapQuery = z.object({
  where: SelectorText.default(''),
  by: z.enum(['site', 'type']).default('site'),
})
export type DeviceMapQuery = z.infer<typeof DeviceMapQuery>

export const DeviceMapView = z.object({
  serverTime: Instant,
  groups: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      devices: z.int(),
      unhealthy: z.int(),
      degraded: z.int(),
      healthy: z.int(),
      unknown: z.int(),
      offline: z.int(),
      drifted: z.int(),
    }),
  ),
  /** groups beyond those shown */
  more: z.int(),
})
export type DeviceMapView = z.infer<typeof DeviceMapView>

function json(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
