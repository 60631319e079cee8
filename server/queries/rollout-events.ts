import { z } from 'zod'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { DeviceId, type Instant, type RolloutId } from '../protocol/ids.ts'
import type { Person } from '../protocol/views/person.ts'
import type { RolloutEvent, RolloutEventsView } from '../protocol/views/rollout-view.ts'

const MOST = 300

const After = z.looseObject({ wave: z.int().nullable().optional(), state: z.unknown().optional() }).nullable()
const InState = z.looseObject({ wave: z.int() })

/** What was decided, done and seen in a rollout, newest first: the audit rows, so that the two cannot disagree. */
export async function rolloutEventsView(
  db: PrismaClient,
  _person: Person,
  now: Instant,
  id: RolloutId,
  wave: number | null,
): Promise<RolloutEventsView | null> {
  if (!(await db.rollout.findUnique({ where: { id }, select: { id: true } }))) return null
  const rows = await db.auditEntry.findMany({ where: { rolloutId: id }, orderBy: { id: 'desc' }, take: MOST })
  const devices = await db.device.findMany({
    where: { id: { in: rows.flatMap((row) => row.deviceId ?? []) } },
    select: { id: true, name: true },
  })
  const names = new Map(devices.map((device) => [device.id, device.name]))
  const events = rows.map((row): RolloutEvent => {
    const name = row.deviceId ? (names.get(row.deviceId) ?? row.deviceId) : null
    return {
      id: String(row.id),
      at: row.at.getTime() as Instant,
      kind: kindOf(row),
      actor: row.actorName,
      sentence: name ? `${name}: ${row.reason}` : row.reason,
      deviceId: row.deviceId ? DeviceId.parse(row.deviceId) : null,
      wave: waveOf(row.after),
    }
  })
  return { serverTime: now, events: wave === null ? events : events.filter((event) => event.wave === wave) }
}

const ALARMS = new Set([
  'rollout.rolling-back',
  'rollout.halted',
  'device.failed',
  'device.dark',
  'device.silent',
  'device.quarantined',
])

function kindOf(row: { actorKind: string; action: string; deviceId: string | null }): RolloutEvent['kind'] {
  if (row.actorKind === 'person') return 'person'
  if (ALARMS.has(row.action)) return 'alarm'
  return row.deviceId ? 'device' : 'decision'
}

function waveOf(json: unknown): number | null {
  const after = After.safeParse(json ?? null)
  if (!after.success || after.data === null) return null
  if (typeof after.data.wave === 'number') return after.data.wave
  const state = InState.safeParse(after.data.state)
  return state.success ? state.data.wave : null
}
