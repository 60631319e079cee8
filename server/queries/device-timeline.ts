import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { sentenceCase } from '../domain/sentence-case.ts'
import type { DeviceId, Instant } from '../protocol/ids.ts'
import type { DeviceView } from '../protocol/views/device-view.ts'

type Entry = DeviceView['timeline'][number]

const MOST = 100

/** The device's journal, what rollouts did to it, what people did and what differs, on one clock, newest first. */
export async function deviceTimeline(db: PrismaClient, id: DeviceId): Promise<Entry[]> {
  const [events, audits, drift] = await Promise.all([
    db.deviceEvent.findMany({ where: { deviceId: id }, orderBy: { number: 'desc' }, take: MOST }),
    db.auditEntry.findMany({ where: { deviceId: id }, orderBy: { id: 'desc' }, take: MOST }),
    db.driftItem.findMany({ where: { deviceId: id }, orderBy: { since: 'desc' }, take: MOST }),
  ])
  const own = events.map(
    (event): Entry => ({
      id: `device-${event.number}`,
      at: event.at.getTime() as Instant,
      source: 'device',
      sentence: `${sentenceCase(event.step)} ${event.outcome}${event.detail ? `: ${event.detail}` : ''}`,
      outcome: event.outcome === 'failed' ? 'failed' : event.outcome === 'done' ? 'ok' : 'info',
      ran: event.version,
    }),
  )
  const acts = audits.map(
    (row): Entry => ({
      id: `audit-${row.id}`,
      at: row.at.getTime() as Instant,
      source: row.actorKind === 'person' ? 'person' : 'rollout',
      sentence:
        row.actorKind === 'person'
          ? `${row.actorName}: ${row.reason}`
          : row.reason.charAt(0).toUpperCase() + row.reason.slice(1),
      outcome: row.outcome === 'failed' ? 'failed' : 'info',
      ran: null,
    }),
  )
  const differences = drift.map(
    (item): Entry => ({
      id: `drift-${item.kind}-${item.key}`,
      at: item.since.getTime() as Instant,
      source: 'drift',
      sentence: `${sentenceCase(item.kind)}${item.key ? ` ${item.key}` : ''} differs from what is desired: ${item.cause.replaceAll('-', ' ')}.`,
      outcome: 'info',
      ran: null,
    }),
  )
  return [...own, ...acts, ...differences].toSorted((a, b) => b.at - a.at).slice(0, MOST)
}
