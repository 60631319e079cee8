import { currentConfig, setInLayers } from '../adapters/prisma/current-config.ts'
import { type DriftRow, driftRows } from '../adapters/prisma/drift-groups.ts'
import { activeRules, decidedRules, reconciledLately, type StoredRule } from '../adapters/prisma/drift-rules.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { setterOf } from '../domain/config/origins.ts'
import { UNKNOWN_AFTER_MS } from '../domain/device/drift.ts'
import { flappingBecause } from '../domain/drift/flapping.ts'
import { driftHistory } from '../domain/drift/history.ts'
import { mayOperate } from '../domain/rollout/acts.ts'
import { type DriftSeverity, driftName } from '../protocol/drift.ts'
import type { Instant } from '../protocol/ids.ts'
import { LayeredConfig } from '../protocol/layered-config.ts'
import type { DriftGroup, DriftRuleRow, DriftView } from '../protocol/views/drift-view.ts'
import type { ActPermission, Person } from '../protocol/views/person.ts'
import { mayAccept } from './may-accept.ts'
import { reconcileRows } from './reconciles.ts'

const SAMPLE = 5
const HISTORY_MS = 8 * 24 * 3_600_000

/** How many differ from what is intended, in what way, and is it spreading? Ignored ones stand apart. */
export async function driftView(db: PrismaClient, person: Person, now: Instant): Promise<DriftView> {
  const [rows, rules, counts, reconciles, hours] = await Promise.all([
    driftRows(db, null),
    activeRules(db, now),
    countVerdicts(db, now),
    reconcileRows(db),
    db.driftHour.findMany({ where: { at: { gt: new Date(now - HISTORY_MS) } }, select: { at: true, drifted: true } }),
  ])
  const ids = [...new Set(rows.map(({ deviceId }) => deviceId))]
  const [decide, history] = await Promise.all([decidedRules(db, rules, ids, now), reconciledLately(db, ids, now)])
  const told: Noted[] = rows.map((row) => {
    const since = row.since.getTime() as Instant
    const flapping = flappingBecause({ name: driftName(row), since }, history.get(row.deviceId) ?? [], now) !== null
    return { row, flapping, rule: decide(row) }
  })
  const ignored = told.filter(({ rule }) => rule?.action === 'ignore')
  const shown = told.filter(({ rule }) => rule?.action !== 'ignore')
  const may = mayOperate(person)
  const setters = await whoSet(db, rows)
  const grouping = (some: readonly Noted[]) => grouped(some, may, setters)
  return {
    serverTime: now,
    counts: { ...counts, ignored: new Set(ignored.map(({ row }) => row.deviceId)).size },
    groups: grouping(shown),
    ignored: grouping(ignored),
    history: driftHistory(
      hours.map(({ at, drifted }) => ({ at: at.getTime() as Instant, drifted })),
      now,
    ),
    rules: rules.map(ruleRow),
    reconciles,
    actions: { reconcile: may, rules: may },
  }
}

type Noted = { row: DriftRow; flapping: boolean; rule: StoredRule | null }

const WEIGHT = { security: 0, behaviour: 1, cosmetic: 2 } satisfies Record<DriftSeverity, number>

function grouped(noted: readonly Noted[], may: ActPermission, set: Setters): DriftGroup[] {
  const groups = new Map<string, Noted[]>()
  for (const one of noted) groups.set(one.row.group, [...(groups.get(one.row.group) ?? []), one])
  return [...groups.values()]
    .map((some) => groupOf(some, may, set))
    .sort((a, b) => WEIGHT[a.severity] - WEIGHT[b.severity] || b.devices - a.devices || a.since - b.since)
}

function groupOf(noted: readonly Noted[], may: ActPermission, set: Setters): DriftGroup {
  const [first] = noted
  if (!first) throw new Error('a group has a row')
  const { row } = first
  const sites = new Map<string, DriftGroup['sites'][number]>()
  for (const { row: each } of noted) {
    const site = sites.get(each.siteId) ?? { id: each.siteId, name: each.site, devices: 0 }
    sites.set(each.siteId, { ...site, devices: site.devices + 1 })
  }
  const rules = new Map(noted.map(({ rule }) => [rule?.id ?? '', rule]))
  const [rule] = rules.values()
  const times = noted.map((one) => one.row.since.getTime() as Instant)
  return {
    id: row.group,
    kind: row.kind,
    key: row.key,
    desired: row.desired,
    reported: row.reported,
    secret: row.secret,
    severity: row.severity,
    cause: row.cause,
    devices: noted.length,
    sites: [...sites.values()].sort((a, b) => b.devices - a.devices),
    sample: noted.slice(0, SAMPLE).map((one) => ({ id: one.row.deviceId, name: one.row.name })),
    since: Math.min(...times) as Instant,
    newest: Math.max(...times) as Instant,
    flapping: noted.filter(({ flapping }) => flapping).length,
    rule: rules.size === 1 && rule ? { id: rule.id, action: rule.action, owner: rule.owner } : null,
    set: set(row),
    accept: mayAccept(row, may),
  }
}

type Setters = (row: DriftRow) => DriftGroup['set']

/** Of the first device of each difference: what is desired of all of them came from the same place, or is no one difference. */
async function whoSet(db: PrismaClient, rows: readonly DriftRow[]): Promise<Setters> {
  const first = new Map(
    rows.flatMap((row) => (row.kind === 'config' ? [[row.group, row.deviceId] as const] : [])).toReversed(),
  )
  const [config, setIn, places] = await Promise.all([
    currentConfig(db).then((partial) => LayeredConfig.parse(partial)),
    setInLayers(db),
    db.device.findMany({
      where: { id: { in: [...first.values()] } },
      select: { id: true, siteId: true, groups: true },
    }),
  ])
  const byDevice = new Map(
    places.map(({ id, siteId, groups }) => [id, setterOf(config, { deviceId: id, siteId, groups }, setIn)]),
  )
  return ({ kind, group, key, desired, secret }) => {
    if (kind !== 'config' || (desired === null && !secret)) return null
    return byDevice.get(first.get(group) ?? '')?.(key, secret ? undefined : desired) ?? null
  }
}

function ruleRow(rule: StoredRule): DriftRuleRow {
  const { id, selector, kind, keyPattern, action, owner, reason, perMinute, createdAt, expiresAt } = rule
  const stopped = rule.stoppedAt && {
    at: rule.stoppedAt.getTime() as Instant,
    because: rule.stoppedBecause ?? 'a reconcile failed',
  }
  const created = createdAt.getTime() as Instant
  return { id, selector, kind, keyPattern, action, owner, reason, perMinute, createdAt: created, expiresAt, stopped }
}

/** A device that was silent for a day is unknown, whatever was found before; it is neither drifted nor in sync. */
async function countVerdicts(db: PrismaClient, now: Instant): Promise<Omit<DriftView['counts'], 'ignored'>> {
  const heard = new Date(now - UNKNOWN_AFTER_MS)
  const [row] = await db.$queryRaw<Omit<DriftView['counts'], 'ignored'>[]>`
    select count(*)::int as devices,
      count(*) filter (where not v.unknown and v.items)::int as drifted,
      count(*) filter (where not v.unknown and not v.items and s.verdict <> 'in-flight')::int as "inSync",
      count(*) filter (where not v.unknown and not v.items and s.verdict = 'in-flight')::int as "inFlight",
      count(*) filter (where v.unknown)::int as unknown
    from "Device" d left join "DriftState" s on s."deviceId" = d.id left join "DeviceStatus" t on t."deviceId" = d.id
    cross join lateral (select s.verdict is null or s.verdict = 'unknown' or t."lastSeenAt" is null or t."lastSeenAt" < ${heard} as unknown,
      exists (select 1 from "DriftItem" i where i."deviceId" = d.id) as items) v
    where d."revokedAt" is null`
  if (!row) throw new Error('counting gives a row')
  return row
}
