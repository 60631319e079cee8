import { z } from 'zod'
import { Generation, Instant } from '../../server/protocol/ids.ts'
import type { ProgressEntry } from '../../server/protocol/progress.ts'
import { FailureReason, InstalledRelease } from '../../server/protocol/reported.ts'
import { Traffic } from '../../server/protocol/traffic.ts'
import { TrialPolicy } from '../../server/protocol/trial.ts'
import { Installed, Slot } from './installed.ts'

/** Everything an update needs to be finished or undone after a power cut, without the network. */
export const Plan = z.object({
  generation: Generation,
  from: Installed.nullable(),
  fromSlot: Slot.nullable(),
  to: Installed,
  toSlot: Slot,
  size: z.int(),
  path: z.string(),
  unpackedSize: z.int(),
  files: z.int(),
  trial: TrialPolicy,
  /** how fast the bytes may be fetched; absent: as fast as they come */
  bytesPerSecond: z.int().min(1).optional(),
  /** the configuration is written again in its slot, which stays the active one; `before`: as it was found */
  restore: z.object({ before: z.string().nullable() }).optional(),
  /** both slots run: the new release proves itself beside the old one, and `active` then takes the traffic by itself */
  traffic: Traffic.optional(),
  /** what is left is not wanted any more: it does not go on beside what is gone back to */
  undo: z.literal(true).optional(),
})
export type Plan = z.infer<typeof Plan>

const head = {
  number: z.int().min(1),
  at: Instant,
  generation: Generation,
  /** what the device ran as it wrote this; absent: written by an older agent */
  running: InstalledRelease.nullable().optional(),
}
const failure = { reason: FailureReason, detail: z.string() }

/** How the newest update that ended has ended. */
export const Outcome = z.discriminatedUnion('state', [
  z.object({ state: z.literal('idle') }),
  z.object({ state: z.literal('confirmed') }),
  z.object({ state: z.literal('rolled-back'), ...failure }),
  z.object({ state: z.literal('refused'), ...failure }),
])
export type Outcome = z.infer<typeof Outcome>

/**
 * One durable line of the journal, written before the effect it announces or after the one it attests. `left` is how
 * many starts the trial still has; it is written down before each start, so that no crash can add one.
 */
export const JournalRecord = z.union([
  z.object({ ...head, step: z.literal('accepted'), outcome: z.literal('begun'), plan: Plan }),
  /** abandoned before anything was switched: the old release never stopped being the one to run */
  z.object({ ...head, step: z.literal('accepted'), outcome: z.literal('failed'), detail: z.string() }),
  z.object({ ...head, step: z.literal('downloading'), outcome: z.literal('begun') }),
  z.object({ ...head, step: z.literal('downloaded'), outcome: z.literal('done') }),
  z.object({ ...head, step: z.literal('unpacking'), outcome: z.literal('begun') }),
  z.object({ ...head, step: z.literal('prepared'), outcome: z.literal('done'), detail: z.string() }),
  /** a start beside the active slot; `done`: proven there, and from here on only a newer desired state moves it */
  z.object({ ...head, step: z.literal('standby'), outcome: z.literal('begun'), left: z.int().min(0) }),
  z.object({ ...head, step: z.literal('standing-by'), outcome: z.literal('done'), detail: z.string() }),
  z.object({ ...head, step: z.literal('switching'), outcome: z.literal('begun'), left: z.int().min(0) }),
  z.object({ ...head, step: z.literal('proving'), outcome: z.literal('begun'), left: z.int().min(0) }),
  z.object({ ...head, step: z.literal('confirmed'), outcome: z.literal('done'), detail: z.string() }),
  z.object({ ...head, step: z.literal('rolling-back'), outcome: z.literal('begun'), ...failure }),
  z.object({ ...head, step: z.literal('rolled-back'), outcome: z.enum(['done', 'failed']), ...failure }),
  z.object({ ...head, step: z.literal('refused'), outcome: z.literal('failed'), ...failure }),
  /** stands for all records before it; the server never sees it */
  z.object({ ...head, step: z.literal('checkpoint'), outcome: z.literal('done'), ended: Outcome }),
])
export type JournalRecord = z.infer<typeof JournalRecord>

/** A record before it has its number and time. */
export type Entry = JournalRecord extends infer R
  ? R extends JournalRecord
    ? Omit<R, 'number' | 'at' | 'running'>
    : never
  : never

export function progressOf(record: JournalRecord): ProgressEntry | null {
  if (record.step === 'checkpoint') return null
  const { number, generation, step, outcome, at, running } = record
  const detail = detailOf(record)
  return {
    number,
    generation,
    step,
    outcome,
    at,
    ...(detail ? { detail: detail.slice(0, 500) } : {}),
    ...(running === undefined ? {} : { running }),
  }
}

function detailOf(record: JournalRecord): string | undefined {
  if ('reason' in record) return `${record.reason}: ${record.detail}`
  if ('detail' in record) return record.detail
  if ('plan' in record) {
    if (record.plan.restore)
      return `the configuration of ${record.plan.to.version} is restored in slot ${record.plan.toSlot}`
    const from = record.plan.from ? ` from ${record.plan.from.version}` : ''
    return `${record.plan.to.name} ${record.plan.to.version}${from}, into slot ${record.plan.toSlot}`
  }
  if ('left' in record) return `${record.left} ${record.left === 1 ? 'start' : 'starts'} left`
  return undefined
}
