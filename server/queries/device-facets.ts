import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { SELECTOR_FROM, selectorSql } from '../adapters/prisma/selector-sql.ts'
import { never } from '../domain/never.ts'
import type { Instant } from '../protocol/ids.ts'
import { termsIn } from '../protocol/selector/parse.ts'
import { selectorOf } from '../protocol/selector/selector.ts'
import { type DeviceFacetsView, FACETS, type Facet } from '../protocol/views/devices-view.ts'
import { countMatching } from './devices.ts'

/** Values of a facet that are listed; the rest is found by writing it. */
const LISTED = 12

type Split = { devices: number } & (
  | { of: 'kind'; hardwareType: string; release: string | null; status: string }
  /** `among`: sites there are, of which only the largest are listed */
  | { of: 'site'; value: string; name: string; among: number }
  | { of: 'region'; value: string; name: string }
  | { of: 'drift' | 'group'; values: string[] }
)

/** How the devices that match split. */
export async function deviceFacetsView(db: PrismaClient, now: Instant, text: string): Promise<DeviceFacetsView> {
  const [splits, total] = await Promise.all([
    text.trim() === '' ? splitsOfAll(db) : splitsOf(db, selectorSql(selectorOf(text), now)),
    db.fleetRow.count(),
  ])
  const counts = tally(splits)
  const sites = splits.find((split) => split.of === 'site')?.among ?? 0
  const matched = [...counts.status.values()].reduce((sum, { devices }) => sum + devices, 0)
  return {
    serverTime: now,
    matched,
    total,
    facets: FACETS.map((facet) => listed(facet, counts[facet], facet === 'site' ? sites : counts[facet].size)),
    without: matched === 0 ? await relaxed(db, now, text) : [],
  }
}

/** The whole fleet is counted from indexes, each of which holds what one of these asks. */
async function splitsOfAll(db: PrismaClient): Promise<Split[]> {
  const all = await Promise.all([
    db.$queryRaw<Split[]>`
      select 'kind' as of, "hardwareType", "release", "status", count(*)::int as devices from "FleetRow" group by 2, 3, 4`,
    db.$queryRaw<Split[]>(placesIn(Prisma.sql`select "siteId", count(*) as devices from "FleetRow" group by 1`)),
    db.$queryRaw<Split[]>`
      select 'drift' as of, "drift" as values, count(*)::int as devices from "FleetRow" where "drift" <> '{}' group by 2
      union all select 'group', "groups", count(*)::int from "FleetRow" where "groups" <> '{}' group by 2`,
  ])
  return all.flat()
}

/** What a selector matches is looked for once, and counted in every way. */
async function splitsOf(db: PrismaClient, where: Prisma.Sql): Promise<Split[]> {
  const rows = await db.$queryRaw<(Split | { of: 'places'; places: Split[] | null })[]>(Prisma.sql`
    with m as materialized (
      select f."siteId", f."hardwareType", f."release", f."status", f."drift", f."groups" from ${SELECTOR_FROM} where ${where}
    )
    select 'kind' as of, "hardwareType", "release", "status", null::text[] as values, null::json as places, count(*)::int as devices
    from m group by 2, 3, 4
    union all select 'drift', null, null, null, "drift", null, count(*)::int from m where "drift" <> '{}' group by 5
    union all select 'group', null, null, null, "groups", null, count(*)::int from m where "groups" <> '{}' group by 5
    union all select 'places', null, null, null, null, (select json_agg(p) from (
      ${placesIn(Prisma.sql`select "siteId", count(*) as devices from m group by 1`)}) p), 0`)
  return rows.flatMap((row) => (row.of === 'places' ? (row.places ?? []) : [row]))
}

/** Sites with their names, and regions, of counts by site. Sites beyond those listed are counted, not sent. */
const placesIn = (bySite: Prisma.Sql): Prisma.Sql => Prisma.sql`
  with s as materialized (select b."siteId", b.devices, t.name, t.region from (${bySite}) b join "Site" t on t.id = b."siteId")
  (select 'site' as of, "siteId" as value, name, devices::int as devices, (select count(*)::int from s) as among
    from s order by devices desc, name limit ${LISTED})
  union all select 'region', region, region, sum(devices)::int, null from s group by region`

type Tally = Map<string, { name: string; devices: number }>

function tally(splits: readonly Split[]): Record<Facet, Tally> {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()])) as Record<Facet, Tally>
  for (const split of splits) {
    const { devices } = split
    switch (split.of) {
      case 'kind':
        add(counts.type, split.hardwareType, devices)
        // What has never said anything is unknown, as the selector has it.
        add(counts.status, split.status === 'never' ? 'unknown' : split.status, devices)
        if (split.release !== null) add(counts.release, split.release, devices)
        break
      case 'site':
      case 'region':
        add(counts[split.of], split.value, devices, split.name)
        break
      case 'drift':
        add(counts.drift, 'yes', devices)
        for (const kind of split.values) add(counts.drift, kind, devices)
        break
      case 'group':
        for (const group of split.values) add(counts.group, group, devices)
        break
      default:
        never(split)
    }
  }
  return counts
}

function listed(facet: Facet, counts: Tally, among: number): DeviceFacetsView['facets'][number] {
  const values = [...counts]
    .map(([value, one]) => ({ value, ...one }))
    .toSorted((a, b) => b.devices - a.devices || a.name.localeCompare(b.name))
    .slice(0, LISTED)
  return { facet, values, more: Math.max(0, among - values.length) }
}

/** Conditions any one of which stands alone in the way: what would match without it. */
async function relaxed(db: PrismaClient, now: Instant, text: string): Promise<DeviceFacetsView['without']> {
  const terms = termsIn(text)
  const found = await Promise.all(
    terms.map(async ({ from, to }, index) => {
      const others = terms.filter((_, other) => other !== index).map(({ term }) => term)
      return { index, text: text.slice(from, to), devices: await countMatching(db, selectorSql(others, now)) }
    }),
  )
  return found.filter(({ devices }) => devices > 0)
}

function add(counts: Tally, value: string, devices: number, name = value): void {
  counts.set(value, { name, devices: (counts.get(value)?.devices ?? 0) + devices })
}
