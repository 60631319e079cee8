import { Prisma, type PrismaClient } from '../adapters/prisma/generated/client.ts'
import { SELECTOR_FROM, selectorSql } from '../adapters/prisma/selector-sql.ts'
import type { Instant } from '../protocol/ids.ts'
import { termsIn } from '../protocol/selector/parse.ts'
import { selectorOf } from '../protocol/selector/selector.ts'
import { type DeviceFacetsView, FACETS, type Facet } from '../protocol/views/devices-view.ts'
import { countMatching } from './devices.ts'

/** Values of a facet that are listed; the rest is found by writing it. */
const LISTED = 12

type Counts = Map<string, number>
type Split = {
  siteId: string | null
  hardwareType: string | null
  status: string | null
  release: string | null
  drift: string[] | null
  devices: number
}

/** How the devices that match split. One pass over the narrow rows for all facets but groups, of which a device has many. */
export async function deviceFacetsView(db: PrismaClient, now: Instant, text: string): Promise<DeviceFacetsView> {
  const where = selectorSql(selectorOf(text), now)
  const [splits, groups, sites, total] = await Promise.all([
    db.$queryRaw<Split[]>(Prisma.sql`
      select f."siteId", f."hardwareType", f."status", f."release", f."drift", count(*)::int as devices
      from ${SELECTOR_FROM} where ${where}
      group by grouping sets ((f."siteId"), (f."hardwareType", f."release"), (f."status", f."drift"))`),
    db.$queryRaw<{ name: string; devices: number }[]>(Prisma.sql`
      select g.name, count(*)::int as devices
      from ${SELECTOR_FROM} cross join lateral unnest(f."groups") g(name) where ${where} group by 1`),
    db.site.findMany({ select: { id: true, name: true, region: true } }),
    db.fleetRow.count(),
  ])
  const siteOf = new Map(sites.map((site) => [site.id, site]))
  const counts = tally(splits, (id) => siteOf.get(id)?.region)
  for (const { name, devices } of groups) add(counts.group, name, devices)
  const matched = [...counts.status.values()].reduce((sum, devices) => sum + devices, 0)
  return {
    serverTime: now,
    matched,
    total,
    facets: FACETS.map((facet) => listed(facet, counts[facet], (id) => siteOf.get(id)?.name ?? id)),
    without: matched === 0 ? await relaxed(db, now, text) : [],
  }
}

function tally(splits: readonly Split[], regionOf: (siteId: string) => string | undefined): Record<Facet, Counts> {
  const counts = Object.fromEntries(FACETS.map((facet) => [facet, new Map()])) as Record<Facet, Counts>
  for (const { siteId, hardwareType, status, release, drift, devices } of splits) {
    if (siteId !== null) {
      add(counts.site, siteId, devices)
      const region = regionOf(siteId)
      if (region !== undefined) add(counts.region, region, devices)
    } else if (hardwareType !== null) {
      add(counts.type, hardwareType, devices)
      if (release !== null) add(counts.release, release, devices)
    } else if (status !== null) {
      // What has never said anything is unknown, as the selector has it.
      add(counts.status, status === 'never' ? 'unknown' : status, devices)
      if (drift?.length) add(counts.drift, 'yes', devices)
      for (const kind of drift ?? []) add(counts.drift, kind, devices)
    }
  }
  return counts
}

function listed(facet: Facet, counts: Counts, siteName: (id: string) => string): DeviceFacetsView['facets'][number] {
  const values = [...counts]
    .map(([value, devices]) => ({ value, name: facet === 'site' ? siteName(value) : value, devices }))
    .toSorted((a, b) => b.devices - a.devices || a.name.localeCompare(b.name))
  return { facet, values: values.slice(0, LISTED), more: Math.max(0, values.length - LISTED) }
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

const add = (counts: Counts, value: string, devices: number): void =>
  void counts.set(value, (counts.get(value) ?? 0) + devices)
