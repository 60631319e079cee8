import { DAY_MS, SOON_DAYS } from '../../domain/device/calibration.ts'
import { never } from '../../domain/never.ts'
import { ENDED_PHASES } from '../../domain/rollout/ended-phases.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { SelectorKey } from '../../protocol/selector/keys.ts'
import type { Comparison, Selector, Term } from '../../protocol/selector/term.ts'
import { Prisma } from './generated/client.ts'

/**
 * Aliases: `f` FleetRow, `d` Device, `t` its Site, `s` its DeviceStatus (null: it has never said anything). All but `f` are
 * left joins by key, so that PostgreSQL leaves out those a query does not ask anything of: most ask only the narrow row.
 */
export const SELECTOR_FROM = Prisma.sql`
  "FleetRow" f left join "Device" d on d."id" = f."deviceId" left join "Site" t on t."id" = f."siteId"
  left join "DeviceStatus" s on s."deviceId" = f."deviceId"`

/** The selector as a condition over `SELECTOR_FROM`; devices that were revoked have no fleet row. */
export function selectorSql(selector: Selector, now: Instant): Prisma.Sql {
  return Prisma.join([Prisma.sql`true`, ...selector.map((term) => termSql(term, now))], ' and ')
}

function termSql(term: Term, now: Instant): Prisma.Sql {
  switch (term.on) {
    case 'text': {
      const like = `%${escaped(term.value)}%`
      return Prisma.sql`(f."deviceId" ilike ${like} or f."name" ilike ${like} or f."siteName" ilike ${like})`
    }
    case 'label':
      return not(term.is, any(Prisma.sql`d."labels" ->> ${term.label}`, term.values))
    case 'key':
      return not(term.is, keySql(term.key, term.values, now))
    case 'number':
      return term.key === 'last_seen'
        ? ageSql(term.is, new Date(now - term.value * 1000))
        : Prisma.sql`${numberOf(term.key)} ${OPERATOR[term.is]} ${term.value}`
    default:
      return never(term)
  }
}

function keySql(key: SelectorKey, values: readonly string[], now: Instant): Prisma.Sql {
  switch (key) {
    case 'status':
      return either(values.map(statusSql))
    case 'group':
      return anyOf(Prisma.sql`f."groups"`, values)
    case 'capability':
      return Prisma.sql`exists (select 1 from jsonb_array_elements_text(d."capabilities") c(v) where ${any(Prisma.sql`c.v`, values)})`
    case 'desired':
      return Prisma.sql`exists (select 1 from "Desired" w join "Snapshot" n on n."id" = w."snapshotId"
        join "Release" l on l."id" = n."releaseId" where w."deviceId" = f."deviceId" and ${any(Prisma.sql`l."version"`, values)})`
    case 'drift':
      return either(values.map(driftSql))
    case 'rollout':
      return either(values.map(rolloutSql))
    case 'quarantined':
      return flag(Prisma.sql`d."quarantinedAt" is not null`, values)
    case 'spof':
      return flag(SINGLE_POINT, values)
    case 'issue':
      return flag(OPEN_ISSUE, values)
    case 'calibration':
      return either(values.map((value) => calibrationSql(value, now)))
    case 'discrepancy':
      return flag(UNRESOLVED, values)
    default:
      return any(textOf(key), values)
  }
}

/** R-042, as domain/device/single-point-of-failure.ts has it. */
const SINGLE_POINT = Prisma.sql`(d."singlePointOfFailure" or d."redundancyGroup" is not null and not exists (
  select 1 from "Device" o join "FleetRow" u on u."deviceId" = o."id"
  where o."redundancyGroup" = d."redundancyGroup" and o."id" <> d."id" and u."status" = 'healthy'))`

/** An unresolved disagreement with the registry (R-142), over alias `f`. */
const UNRESOLVED = Prisma.sql`exists (select 1 from "Discrepancy" x where x."deviceId" = f."deviceId" and x."resolvedAt" is null)`

/** Expiry is the database's clock's: a minute of skew does not matter for a note that lives for weeks. */
const OPEN_ISSUE = Prisma.sql`exists (select 1 from "KnownIssue" k where k."deviceId" = f."deviceId" and k."closedAt" is null and k."expiresAt" > now())`

function textOf(key: SelectorKey): Prisma.Sql {
  switch (key) {
    case 'id':
      return Prisma.sql`f."deviceId"`
    case 'name':
      return Prisma.sql`f."name"`
    case 'site':
      return Prisma.sql`f."siteId"`
    case 'region':
      return Prisma.sql`f."region"`
    case 'type':
      return Prisma.sql`f."hardwareType"`
    case 'arch':
      return Prisma.sql`d."architecture"`
    case 'release':
      return Prisma.sql`f."release"`
    case 'agent':
      return Prisma.sql`s."agentVersion"`
    default:
      throw new Error(`${key} is no text`)
  }
}

function numberOf(key: SelectorKey): Prisma.Sql {
  switch (key) {
    case 'memory_mb':
      return Prisma.sql`d."memoryMb"`
    case 'disk_mb':
      return Prisma.sql`d."diskMb"`
    case 'disk_used':
      return Prisma.sql`s."diskPercent"`
    case 'fidelity':
      return Prisma.sql`d."monitoringFidelity"`
    default:
      throw new Error(`${key} is no number`)
  }
}

function statusSql(status: string): Prisma.Sql {
  if (status === 'online') return Prisma.sql`f."status" not in ('offline', 'never')`
  if (status === 'unknown') return Prisma.sql`f."status" in ('unknown', 'never')`
  return Prisma.sql`f."status" = ${status}`
}

function driftSql(kind: string): Prisma.Sql {
  if (kind === 'yes') return Prisma.sql`f."drift" <> '{}'`
  return kind === 'no' ? Prisma.sql`f."drift" = '{}'` : Prisma.sql`${kind} = any(f."drift")`
}

/** As domain/device/calibration.ts has it. */
function calibrationSql(is: string, now: Instant): Prisma.Sql {
  const [day, soon] = [new Date(now), new Date(now + SOON_DAYS * DAY_MS)]
  const until = Prisma.sql`c."calibratedUntil"`
  const conditions: Readonly<Record<string, Prisma.Sql>> = {
    due: Prisma.sql`${until} <= ${day}`,
    soon: Prisma.sql`${until} > ${day} and ${until} <= ${soon}`,
    valid: Prisma.sql`${until} > ${soon}`,
    unknown: Prisma.sql`${until} is null`,
  }
  return Prisma.sql`exists (select 1 from "Resource" c where c."deviceId" = f."deviceId" and ${conditions[is] ?? Prisma.sql`false`})`
}

function rolloutSql(id: string): Prisma.Sql {
  const active = Prisma.sql`select 1 from "RolloutDevice" r join "Rollout" o on o."id" = r."rolloutId"
    where r."deviceId" = f."deviceId" and not (o."phase" = any(${[...ENDED_PHASES]}))`
  return id === 'none' ? Prisma.sql`not exists (${active})` : Prisma.sql`exists (${active} and o."id" = ${id})`
}

const OPERATOR = {
  '<': Prisma.sql`<`,
  '<=': Prisma.sql`<=`,
  '>': Prisma.sql`>`,
  '>=': Prisma.sql`>=`,
  '=': Prisma.sql`=`,
  '!=': Prisma.sql`<>`,
} as const satisfies Record<Comparison, Prisma.Sql>

/** The longer ago, the older: `last_seen:<1h` is a newer moment than an hour ago. Never seen is longer ago than anything. */
function ageSql(is: Comparison, moment: Date): Prisma.Sql {
  if (is === '<' || is === '<=') return Prisma.sql`s."lastSeenAt" > ${moment}`
  if (is === '>' || is === '>=') return Prisma.sql`(s."lastSeenAt" is null or s."lastSeenAt" < ${moment})`
  return is === '='
    ? Prisma.sql`date_trunc('second', s."lastSeenAt") = date_trunc('second', ${moment}::timestamptz)`
    : Prisma.sql`date_trunc('second', s."lastSeenAt") is distinct from date_trunc('second', ${moment}::timestamptz)`
}

/** Equal to one of the values; one with a star is a pattern. A column that is null equals nothing. */
function any(column: Prisma.Sql, values: readonly string[]): Prisma.Sql {
  const exact = values.filter((value) => !value.includes('*'))
  const patterns = values.filter((value) => value.includes('*'))
  return either([
    ...(exact.length > 0 ? [Prisma.sql`${column} = any(${exact})`] : []),
    ...patterns.map((value) => Prisma.sql`${column} ilike ${escaped(value).replaceAll('*', '%')}`),
  ])
}

function anyOf(array: Prisma.Sql, values: readonly string[]): Prisma.Sql {
  return values.some((value) => value.includes('*'))
    ? Prisma.sql`exists (select 1 from unnest(${array}) g(v) where ${any(Prisma.sql`g.v`, values)})`
    : Prisma.sql`${array} && ${[...values]}::text[]`
}

const not = (is: 'in' | 'not-in', condition: Prisma.Sql): Prisma.Sql =>
  is === 'in' ? condition : Prisma.sql`(${condition}) is not true`

const flag = (condition: Prisma.Sql, values: readonly string[]): Prisma.Sql =>
  either(values.map((value) => (value === 'yes' ? condition : Prisma.sql`not (${condition})`)))

const either = (conditions: readonly Prisma.Sql[]): Prisma.Sql => Prisma.sql`(${Prisma.join([...conditions], ' or ')})`

/** `%`, `_` and `\` mean themselves. */
const escaped = (text: string): string => text.replaceAll(/[\\%_]/g, '\\$&')
