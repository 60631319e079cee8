import { z } from 'zod'
import { Instant } from './ids.ts'

const digest = z.string().regex(/^[0-9a-f]{64}$/)
const id = z.string().regex(/^\d+$/)

/** What somebody did, and what the engine did to a device. */
export const AuditOfLedger = z.strictObject({
  kind: z.literal('audit'),
  id,
  at: Instant,
  actor: z.strictObject({ kind: z.string(), id: z.string(), name: z.string() }),
  action: z.string(),
  object: z.strictObject({ kind: z.string(), id: z.string() }),
  rollout: z.string().nullable(),
  device: z.string().nullable(),
  outcome: z.string(),
  reason: z.string(),
  before: z.unknown(),
  after: z.unknown(),
})

/** One decision with what it was decided from; `inputs` and `output` are base64 of zstd. */
export const DecisionOfLedger = z.strictObject({
  kind: z.literal('decision'),
  id,
  at: Instant,
  rollout: z.string(),
  step: z.int(),
  follows: z.int().nullable(),
  whole: z.boolean(),
  rule: z.string(),
  phase: z.string(),
  because: z.string(),
  inputs: z.string(),
  inputsDigest: digest,
  output: z.string(),
})
export type DecisionOfLedger = z.infer<typeof DecisionOfLedger>

export const LedgerEntry = z.discriminatedUnion('kind', [AuditOfLedger, DecisionOfLedger])
export type LedgerEntry = z.infer<typeof LedgerEntry>

/** `kind:id`, its rollout or '', its hash. */
export const SealedEntry = z.tuple([z.string(), z.string(), digest])
export type SealedEntry = z.infer<typeof SealedEntry>

/** The hash of a seal is over all of this: changing an entry changes every seal after it. */
export const Seal = z.strictObject({
  number: z.int().min(1),
  at: Instant,
  /** hash of the seal before; of the first: zeros */
  previous: digest,
  count: z.int().min(1),
  rollouts: z.array(z.string()),
  /** of the list of its entries */
  digest,
})
export type Seal = z.infer<typeof Seal>

/**
 * An exported ledger is one JSON document a line, each in canonical form: the head, then every seal followed by its entries, then
 * the end. Of one rollout: only its entries, and only the seals that hold one list what they hold.
 */
export const LedgerLine = z.union([
  z.strictObject({ entry: LedgerEntry }),
  z.strictObject({ seal: Seal, hash: digest, entries: z.array(SealedEntry).nullable() }),
  z.strictObject({ ledger: z.literal(1), rollout: z.string().nullable() }),
  z.strictObject({ end: z.strictObject({ seals: z.int(), newest: digest }) }),
])
export type LedgerLine = z.infer<typeof LedgerLine>

/** `GET /api/v1/ledger` and, of one rollout, `GET /api/v1/rollouts/:id/ledger`. */
export const LedgerView = z.object({
  serverTime: Instant,
  decisions: z.int(),
  acts: z.int(),
  /** written, but in no seal yet: for about a second */
  unsealed: z.int(),
  /** newest of the whole ledger; null before the first */
  newest: z.object({ number: z.int(), at: Instant, hash: digest }).nullable(),
})
export type LedgerView = z.infer<typeof LedgerView>
