import { z } from 'zod'
import { ConfigOrigin, LayerName } from '../config-layer.ts'
import { DeviceId, Instant, ReleaseId, RolloutId } from '../ids.ts'
import { ConfigDocument } from '../layered-config.ts'
import { ActPermission } from './person.ts'

export const SnapshotValidation = z.object({
  at: Instant,
  by: z.string(),
  ok: z.boolean(),
  checks: z.array(z.object({ name: z.string(), ok: z.boolean(), because: z.array(z.string()) })),
})
export type SnapshotValidation = z.infer<typeof SnapshotValidation>

export const SnapshotRow = z.object({
  number: z.int(),
  contentHash: z.string(),
  note: z.string(),
  author: z.string(),
  createdAt: Instant,
  /** selector; empty: every device */
  scope: z.string(),
  release: z.object({ id: ReleaseId, name: z.string(), version: z.string(), blocked: z.boolean() }),
  /** how many key paths its configuration names */
  keys: z.int(),
  tags: z.array(z.string()),
  knownGood: z.object({ since: Instant.nullable(), because: z.string() }),
  /** that are to run it, that do, and those of them that are connected and healthy */
  devices: z.object({ desired: z.int(), running: z.int(), connected: z.int(), healthy: z.int() }),
})
export type SnapshotRow = z.infer<typeof SnapshotRow>

/** `GET /api/v1/snapshots` */
export const SnapshotsView = z.object({
  serverTime: Instant,
  snapshots: z.array(SnapshotRow),
  /** how known-good is earned here */
  rule: z.string(),
  create: ActPermission,
})
export type SnapshotsView = z.infer<typeof SnapshotsView>

export const SnapshotLayer = LayerName.extend({ name: z.string(), document: ConfigDocument })
export type SnapshotLayer = z.infer<typeof SnapshotLayer>

const RolloutRef = z.object({ id: RolloutId, name: z.string(), phase: z.string(), createdAt: Instant })

/** `GET /api/v1/snapshots/{number}`. Secret values are masked. */
export const SnapshotView = SnapshotRow.extend({
  serverTime: Instant,
  rule: z.string(),
  layers: z.array(SnapshotLayer),
  secrets: z.array(z.string()),
  artifacts: z.array(z.object({ platform: z.string(), sha256: z.string(), size: z.int() })),
  validation: SnapshotValidation.nullable(),
  /** what one device is told by it; null when none was asked for */
  effective: z.object({ id: DeviceId, name: z.string(), origins: z.array(ConfigOrigin) }).nullable(),
  /** some devices on it, to choose from */
  some: z.array(z.object({ id: DeviceId, name: z.string() })),
  to: z.array(RolloutRef),
  from: z.array(RolloutRef),
  acts: z.object({ tag: ActPermission, validate: ActPermission, remove: ActPermission, rollOut: ActPermission }),
})
export type SnapshotView = z.infer<typeof SnapshotView>

const Side = z.object({ number: z.int(), release: z.string(), note: z.string(), contentHash: z.string() })
const Value = z.object({ value: z.json() }).nullable()

/** `GET /api/v1/snapshots/diff?a=117&b=118` */
export const SnapshotDiffView = z.object({
  serverTime: Instant,
  a: Side,
  b: Side,
  artifacts: z.array(z.object({ platform: z.string(), before: z.string().nullable(), after: z.string().nullable() })),
  config: z.array(
    z.object({
      layer: LayerName.extend({ name: z.string() }),
      path: z.string(),
      before: Value,
      after: Value,
      secret: z.boolean(),
    }),
  ),
  /** key paths that are the same on both sides */
  same: z.int(),
})
export type SnapshotDiffView = z.infer<typeof SnapshotDiffView>
