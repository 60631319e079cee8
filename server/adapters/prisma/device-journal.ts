import type pg from 'pg'
import type { DeviceId, Generation, Instant } from '../../protocol/ids.ts'
import type { ProgressEntry } from '../../protocol/progress.ts'
import { Batcher } from '../batcher.ts'
import { maskSecrets, secretsToldTo } from './log-secrets.ts'
import { storableInstant, storableText } from './storable.ts'

export type JournalPart = { readonly deviceId: DeviceId; readonly entries: readonly ProgressEntry[] }
export type LogPart = {
  readonly deviceId: DeviceId
  readonly at: Instant
  readonly generation: Generation
  readonly lines: readonly string[]
}

const EVENTS_SQL = `
insert into "DeviceEvent" ("deviceId", number, at, generation, step, outcome, detail, version, sha256, "configDigest")
select * from unnest($1::text[], $2::bigint[], $3::timestamptz[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::text[],
  $10::text[])
on conflict ("deviceId", number) do nothing`

const LOGS_SQL = `
insert into "DeviceLog" ("deviceId", at, generation, text)
select n.device, n.at, n.generation, n.text
from unnest($1::text[], $2::timestamptz[], $3::bigint[], $4::text[]) as n(device, at, generation, text)
where not exists (select 1 from "DeviceLog" l where l."deviceId" = n.device and l."generation" = n.generation)`

export type DeviceJournal = {
  /** resolves when the entries are durable; hearing one twice writes it once */
  progress(part: JournalPart): Promise<void>
  logs(part: LogPart): Promise<void>
}

/** What devices did and what their applications last said, without the secrets they were told; many devices in one statement. */
export function openDeviceJournal(pool: pg.Pool): DeviceJournal {
  const progress = new Batcher<JournalPart, null>(async (parts) => {
    const rows = parts.flatMap(({ deviceId, entries }) => entries.map((entry) => ({ deviceId, ...entry })))
    await pool.query({
      name: 'wavegate-events',
      text: EVENTS_SQL,
      values: [
        rows.map((row) => row.deviceId),
        rows.map((row) => row.number),
        rows.map((row) => storableInstant(row.at)),
        rows.map((row) => row.generation),
        rows.map((row) => row.step),
        rows.map((row) => row.outcome),
        rows.map((row) => (row.detail === undefined ? null : storableText(row.detail))),
        rows.map(({ running }) => (running ? storableText(running.version) : null)),
        rows.map(({ running }) => running?.sha256 ?? null),
        rows.map(({ running }) => running?.configDigest ?? null),
      ],
    })
    return parts.map(() => null)
  })
  const logs = new Batcher<LogPart, null>(async (parts) => {
    const told = await secretsToldTo(
      pool,
      parts.map((part) => part.deviceId),
    )
    // Said again because its answer was lost, it is in one batch twice: of two logs of one attempt the later counts.
    const once = [...new Map(parts.map((part) => [`${part.deviceId} ${part.generation}`, part])).values()]
    const rows = once.flatMap(({ lines, ...rest }) => {
      const secrets = told.get(rest.deviceId) ?? []
      return lines.map((text) => ({ ...rest, text: storableText(maskSecrets(text, secrets)) }))
    })
    await pool.query({
      name: 'wavegate-logs',
      text: LOGS_SQL,
      values: [
        rows.map((row) => row.deviceId),
        rows.map((row) => storableInstant(row.at)),
        rows.map((row) => row.generation),
        rows.map((row) => row.text),
      ],
    })
    return parts.map(() => null)
  })
  return {
    progress: async (part) => void (await progress.add(part)),
    logs: async (part) => void (await logs.add(part)),
  }
}
