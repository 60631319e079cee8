import { z } from 'zod'
import { DeviceId, Instant, RolloutId } from '../ids.ts'
import { ActPermission } from './person.ts'
import { Revalidated } from './revalidated.ts'

/** What a scan can find out about a device. */
export const FindingKind = z.enum(['offline', 'lobby', 'mismatch', 'duplicate', 'stale-agent'])
export type FindingKind = z.infer<typeof FindingKind>

export const ScanFinding = z.object({
  kind: FindingKind,
  /** null for somebody who waits in the lobby: it is no device yet */
  deviceId: DeviceId.nullable(),
  name: z.string(),
  detail: z.string(),
  lastSeenAt: Instant.nullable(),
})
export type ScanFinding = z.infer<typeof ScanFinding>

/** `registered` is what the others are shares of; `lobby` stands beside: who waits there is not registered. */
export const ScanCounts = z.object({
  registered: z.int(),
  asked: z.int(),
  responded: z.int(),
  offline: z.int(),
  lobby: z.int(),
  mismatch: z.int(),
  duplicate: z.int(),
  'stale-agent': z.int(),
})
export type ScanCounts = z.infer<typeof ScanCounts>

/** One thing that was done, by the number of its rule. */
export const ScanStep = z.object({ rule: z.string(), at: Instant, what: z.string() })
export type ScanStep = z.infer<typeof ScanStep>

export const RevalidationView = Revalidated.extend({ rolloutId: RolloutId, rolloutName: z.string() })
export type RevalidationView = z.infer<typeof RevalidationView>

const started = {
  id: z.string(),
  selector: z.string(),
  cause: z.enum(['person', 'schedule']),
  startedBy: z.string(),
  startedAt: Instant,
}

/** One scan: under way, or over. */
export const ScanSummary = z.discriminatedUnion('state', [
  z.object({
    ...started,
    state: z.literal('running'),
    waitUntil: Instant,
    registered: z.int(),
    asked: z.int(),
    answered: z.int(),
  }),
  z.object({ ...started, state: z.literal('cancelled'), endedAt: Instant }),
  z.object({ ...started, state: z.literal('done'), endedAt: Instant, counts: ScanCounts }),
])
export type ScanSummary = z.infer<typeof ScanSummary>

/** When the fleet is scanned without anybody asking. Times of day are UTC. */
export const ScanRhythm = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('off') }),
  z.strictObject({
    kind: z.literal('every'),
    minutes: z
      .int()
      .min(5)
      .max(7 * 24 * 60),
  }),
  z.strictObject({
    kind: z.literal('daily'),
    times: z
      .array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is like 02:30'))
      .min(1)
      .max(24),
  }),
])
export type ScanRhythm = z.infer<typeof ScanRhythm>

/** `GET /api/v1/scans/{id}`: a page of the findings of one kind or of all. */
export const ScanView = z.object({
  serverTime: Instant,
  scan: ScanSummary,
  steps: z.array(ScanStep),
  /** the first of each kind; how many there are is in `counts` */
  findings: z.array(ScanFinding),
  revalidations: z.array(RevalidationView),
})
export type ScanView = z.infer<typeof ScanView>

/** `GET /api/v1/scans`: the newest scan whole, the ones before it in a line each, and the schedule. */
export const ScansView = z.object({
  serverTime: Instant,
  newest: ScanView.omit({ serverTime: true }).nullable(),
  history: z.array(ScanSummary),
  schedule: z.object({
    rhythm: ScanRhythm,
    selector: z.string(),
    nextAt: Instant.nullable(),
    updatedBy: z.string().nullable(),
  }),
  /** devices of the whole fleet, and those of them that would be asked now */
  fleet: z.object({ registered: z.int(), connected: z.int() }),
  acts: z.object({ start: ActPermission, cancel: ActPermission, schedule: ActPermission }),
})
export type ScansView = z.infer<typeof ScansView>
