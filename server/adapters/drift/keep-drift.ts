import type { DriftFound, DriftVerdict } from '../../domain/device/drift.ts'
import { canonicalJson } from '../../protocol/canonical-json.ts'
import { driftName } from '../../protocol/drift.ts'
import type { DeviceId, Instant } from '../../protocol/ids.ts'
import { waitForTurn } from '../peers/in-turn.ts'
import type { Prisma, PrismaClient } from '../prisma/generated/client.ts'
import { storableJson, storableText } from '../prisma/storable.ts'

type Item = { deviceId: string; kind: string; key: string; desired: unknown; reported: unknown; cause: string }
type Change = { deviceId: DeviceId; appeared: DriftFound[]; ended: string[] }

/** One audit row for what appeared and one for what ended, of one device, in this time: a key that is rewritten all day must not fill it. */
const AUDIT_AGAIN_MS = 10 * 60_000
const NAMED = 10

/**
 * Writes what came of comparing many devices, in one transaction. A difference keeps the moment since when it is there; answers the
 * devices on which anything is other than before.
 */
export async function keepDrift(
  db: PrismaClient,
  verdicts: ReadonlyMap<DeviceId, DriftVerdict>,
  now: Instant,
): Promise<DeviceId[]> {
  if (verdicts.size === 0) return []
  return db.$transaction(async (tx) => {
    // Two servers that compare one device at once would both find what appeared.
    await waitForTurn(tx, 'drift')
    const before = await tx.driftItem.findMany({ where: { deviceId: { in: [...verdicts.keys()] } } })
    const states = await tx.driftState.findMany({ where: { deviceId: { in: [...verdicts.keys()] } } })
    const verdictBefore = new Map(states.map((state) => [state.deviceId, state.verdict]))
    const changes: Change[] = []
    const written: (DriftFound & { deviceId: DeviceId })[] = []
    const changed = new Set<DeviceId>()
    for (const [deviceId, verdict] of verdicts) {
      if (verdictBefore.get(deviceId) !== nameOf(verdict)) changed.add(deviceId)
      if (verdict.is === 'in-flight') continue // what differed before is judged when it is over
      const items = verdict.is === 'compared' ? verdict.items : []
      const known = new Map(before.filter((row) => row.deviceId === deviceId).map((row) => [driftName(row), row]))
      const appeared = items.filter((item) => !known.has(driftName(item)))
      const ended = [...known.keys()].filter((name) => !items.some((item) => driftName(item) === name))
      const other = items.filter((item) => isOther(known.get(driftName(item)), item))
      if (appeared.length + ended.length + other.length > 0) changed.add(deviceId)
      written.push(...other.map((item) => ({ ...item, deviceId })))
      if (appeared.length + ended.length > 0) changes.push({ deviceId, appeared, ended })
    }
    await remove(tx, changes)
    await write(tx, written, now)
    await tx.$executeRaw`
      insert into "DriftState" ("deviceId", verdict, because, normalised, "evaluatedAt")
      select r.id, r.verdict, r.because, coalesce((select array_agg(v) from jsonb_array_elements_text(r.normalised) n(v)), '{}'), ${new Date(now)}
      from unnest(${[...verdicts.keys()]}::text[], ${[...verdicts.values()].map(nameOf)}::text[],
        ${[...verdicts.values()].map(({ because }) => storableText(because))}::text[],
        ${[...verdicts.values()].map((one) => storableJson(one.is === 'compared' ? one.normalised : []))}::jsonb[])
        as r(id, verdict, because, normalised)
      join "Device" d on d.id = r.id
      on conflict ("deviceId") do update set verdict = excluded.verdict, because = excluded.because,
        normalised = excluded.normalised, "evaluatedAt" = excluded."evaluatedAt"`
    await say(tx, changes, verdicts, now)
    return [...changed]
  })
}

const nameOf = (verdict: DriftVerdict): string =>
  verdict.is === 'compared' ? (verdict.items.length === 0 ? 'in-sync' : 'drift') : verdict.is

function isOther(known: Item | undefined, item: DriftFound): boolean {
  if (!known) return true
  const values = (one: Pick<Item, 'desired' | 'reported'>) => canonicalJson([one.desired ?? null, one.reported ?? null])
  return known.cause !== item.cause || values(known) !== values(item)
}

async function remove(tx: Prisma.TransactionClient, changes: readonly Change[]): Promise<void> {
  const gone = changes.flatMap(({ deviceId, ended }) => ended.map((name) => [deviceId, name] as const))
  if (gone.length === 0) return
  await tx.$executeRaw`
    delete from "DriftItem" i using unnest(${gone.map(([id]) => id)}::text[], ${gone.map(([, name]) => name)}::text[]) as g(id, name)
    where i."deviceId" = g.id and i.kind || ':' || i.key = g.name`
}

async function write(
  tx: Prisma.TransactionClient,
  items: readonly (DriftFound & { deviceId: DeviceId })[],
  now: Instant,
): Promise<void> {
  if (items.length === 0) return
  const json = (value: unknown) => (value === undefined || value === null ? null : storableJson(value))
  await tx.$executeRaw`
    insert into "DriftItem" ("deviceId", kind, key, desired, reported, cause, severity, secret, since)
    select r.*, ${new Date(now)} from unnest(${items.map((one) => one.deviceId)}::text[], ${items.map((one) => one.kind)}::text[],
      ${items.map((one) => storableText(one.key))}::text[], ${items.map((one) => json(one.desired))}::jsonb[],
      ${items.map((one) => json(one.reported))}::jsonb[], ${items.map((one) => one.cause)}::text[],
      ${items.map((one) => one.severity)}::text[], ${items.map((one) => one.secret)}::bool[])
      as r(id, kind, key, desired, reported, cause, severity, secret)
    join "Device" d on d.id = r.id
    on conflict ("deviceId", kind, key) do update set desired = excluded.desired, reported = excluded.reported,
      cause = excluded.cause, severity = excluded.severity, secret = excluded.secret`
}

async function say(
  tx: Prisma.TransactionClient,
  changes: readonly Change[],
  verdicts: ReadonlyMap<DeviceId, DriftVerdict>,
  now: Instant,
): Promise<void> {
  if (changes.length === 0) return
  const lately = await tx.auditEntry.findMany({
    where: {
      deviceId: { in: changes.map(({ deviceId }) => deviceId) },
      action: { in: ['drift.appeared', 'drift.ended'] },
      at: { gt: new Date(now - AUDIT_AGAIN_MS) },
    },
    select: { deviceId: true, action: true },
  })
  const said = new Set(lately.map(({ deviceId, action }) => `${action} ${deviceId}`))
  const row = (deviceId: DeviceId, action: string, reason: string, after: Prisma.InputJsonValue) => ({
    at: new Date(now),
    actorKind: 'system',
    actorId: 'wavegate',
    actorName: 'Wavegate',
    action,
    objectKind: 'device',
    objectId: deviceId,
    deviceId,
    outcome: 'done',
    reason,
    after,
  })
  const rows = changes.flatMap(({ deviceId, appeared, ended }) => [
    ...(appeared.length > 0
      ? [row(deviceId, 'drift.appeared', listed(appeared.map(driftName)), appeared.slice(0, NAMED).map(kept))]
      : []),
    ...(ended.length > 0
      ? [
          row(
            deviceId,
            'drift.ended',
            `${listed(ended)}: ${verdicts.get(deviceId)?.because ?? ''}`,
            ended.slice(0, NAMED),
          ),
        ]
      : []),
  ])
  await tx.auditEntry.createMany({ data: rows.filter((one) => !said.has(`${one.action} ${one.deviceId}`)) })
}

const listed = (names: readonly string[]): string =>
  `${names.slice(0, NAMED).join(', ')}${names.length > NAMED ? ` and ${names.length - NAMED} more` : ''}`

const kept = ({ kind, key, desired, reported, cause }: DriftFound) =>
  JSON.parse(storableJson({ kind, key, desired, reported, cause })) as Prisma.InputJsonObject
