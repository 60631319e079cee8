import { z } from 'zod'
import { LayerName } from '../config-layer.ts'
import { DriftAction, DriftKind } from '../drift.ts'
import { DeviceId, type Instant } from '../ids.ts'
import { SelectorText } from '../selector/selector.ts'

const GroupId = z.string().regex(/^[0-9a-f]{32}$/, 'the id of a group of drift')

/** What is to be put right: all that differs on one device, or one difference wherever it is. */
export const DriftTarget = z.union([z.strictObject({ device: DeviceId }), z.strictObject({ group: GroupId })])
export type DriftTarget = z.infer<typeof DriftTarget>

export const PreviewReconcile = z.strictObject({ target: DriftTarget })
export type PreviewReconcile = z.infer<typeof PreviewReconcile>

export const Reconcile = z.strictObject({
  target: DriftTarget,
  reason: z.string().trim().max(500).default(''),
  perMinute: z.int().min(1).max(60).default(5),
})
export type Reconcile = z.infer<typeof Reconcile>

export const ReconcileOpened = z.object({ id: z.string(), devices: z.int() })
export type ReconcileOpened = z.infer<typeof ReconcileOpened>

/** What a reconcile would do, device by device, before anybody asks for it. */
export const ReconcilePreview = z.object({
  devices: z.array(
    z.object({
      id: DeviceId,
      name: z.string(),
      keys: z.array(z.string()),
      /** the application is started again, or why that is not known */
      restart: z.string(),
      /** why it waits, or a warning; null: it is asked in its turn */
      note: z.string().nullable(),
    }),
  ),
  /** of them all: the list above has the first 200 */
  count: z.int(),
  /** devices of the whole fleet */
  fleet: z.int(),
  canaryFirst: z.boolean(),
  /** in words: who goes first, how fast, what happens when one fails */
  order: z.string(),
})
export type ReconcilePreview = z.infer<typeof ReconcilePreview>

/** One key on one device, or one difference wherever it is, and the layer that says it from now on. */
export const PreviewAccept = z.strictObject({
  target: z.union([
    z.strictObject({ device: DeviceId, key: z.string().min(1).max(200) }),
    z.strictObject({ group: GroupId }),
  ]),
  /** a layer for each of the devices, or one for each of their sites */
  layer: z.enum(['device', 'site']).default('device'),
})
export type PreviewAccept = z.infer<typeof PreviewAccept>

export const AcceptReported = PreviewAccept.extend({
  reason: z.string().trim().min(1, 'say why').max(500),
})
export type AcceptReported = z.infer<typeof AcceptReported>

/** What accepting means, before anybody does it. */
export const AcceptPreview = z.object({
  key: z.string(),
  value: z.json(),
  devices: z.array(z.object({ id: DeviceId, name: z.string() })),
  layers: z.array(LayerName),
  /** snapshots they leave, each for one with the same release and this value */
  snapshots: z.array(z.int()),
  /** told the value too with their next rollout, because the layer speaks to them */
  others: z.int(),
  /** in words, one consequence a sentence */
  consequences: z.array(z.string()),
})
export type AcceptPreview = z.infer<typeof AcceptPreview>

export const ReportedAccepted = z.object({ devices: z.int(), snapshots: z.array(z.int()) })
export type ReportedAccepted = z.infer<typeof ReportedAccepted>

const DAYS = 24 * 3_600_000

export const CreateDriftRule = z
  .strictObject({
    /** empty: every device */
    selector: z.union([z.literal(''), SelectorText]).default(''),
    kind: z.union([z.literal('*'), DriftKind]),
    keyPattern: z.string().trim().min(1).max(200).default('*'),
    action: DriftAction,
    owner: z.string().trim().min(1, 'say who answers for this rule').max(100),
    reason: z.string().trim().min(1, 'say why').max(500),
    perMinute: z.int().min(1).max(60).default(5),
    expiresInDays: z.int().min(1).max(365).nullable().default(null),
  })
  .refine((rule) => rule.action !== 'ignore' || rule.expiresInDays !== null, {
    path: ['expiresInDays'],
    message: 'a rule that ignores has to end by itself: say after how many days',
  })
export type CreateDriftRule = z.infer<typeof CreateDriftRule>

export const expiryOf = (rule: Pick<CreateDriftRule, 'expiresInDays'>, now: Instant): number | null =>
  rule.expiresInDays === null ? null : now + rule.expiresInDays * DAYS
