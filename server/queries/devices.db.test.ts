import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { testDatabase } from '../adapters/postgres/test-database.ts'
import type { PrismaClient } from '../adapters/prisma/generated/client.ts'
import { openClient } from '../adapters/prisma/open-client.ts'
import { ADA, OLIVE } from '../adapters/prisma/testing/stored-fleet.ts'
import type { Instant } from '../protocol/ids.ts'
import { type DeviceRow, DevicesQuery, type DevicesView } from '../protocol/views/devices-view.ts'
import { deviceFacetsView } from './device-facets.ts'
import { deviceMapView } from './device-map.ts'
import { deviceRowsView } from './device-rows-now.ts'
import { devicesView } from './devices.ts'

const NOW = 1_800_000_000_000 as Instant
const DEVICES = 450
const HEALTH = ['healthy', 'healthy', 'degraded', 'unhealthy'] as const

let db: PrismaClient

beforeAll(async () => {
  db = openClient(await testDatabase())
  return () => db.$disconnect()
})

const id = (n: number) => `dev-${String(n).padStart(3, '0')}`

/** Every third device is of another site, every fourth of a health; device 0 has never said anything. */
beforeEach(async () => {
  await db.$executeRaw`truncate "Device", "Site" cascade`
  await db.site.createMany({
    data: ['lyon', 'oslo', 'turin'].map((site) => ({
      id: site,
      name: `Plant ${site}`,
      region: site === 'oslo' ? 'north' : 'south',
    })),
  })
  const all = Array.from({ length: DEVICES }, (_, n) => n)
  await db.device.createMany({
    data: all.map((n) => ({
      id: id(n),
      // names in another order than ids
      name: `unit ${String(DEVICES - n).padStart(3, '0')}`,
      siteId: ['lyon', 'oslo', 'turin'][n % 3] ?? '',
      hardwareType: n % 2 === 0 ? 'rpi5' : 'orin',
      architecture: 'arm64',
      memoryMb: 1,
      diskMb: 1,
      publicKey: id(n),
      groups: n % 10 === 0 ? ['pilot'] : [],
    })),
  })
  await db.deviceStatus.createMany({
    data: all.slice(1).map((n) => ({
      deviceId: id(n),
      online: n % 9 !== 0,
      lastSeenAt: new Date(NOW - n * 1000),
      healthStatus: HEALTH[n % 4] ?? '',
      health: { connectivity: { status: 'healthy' }, system: { status: HEALTH[n % 4] ?? '' } },
      runningVersion: n % 5 === 0 ? '2.0.0' : '1.0.0',
      reported: {},
    })),
  })
  await db.driftItem.createMany({
    data: [1, 2].map((n) => ({ deviceId: id(n), kind: 'config', key: 'k', cause: 'unknown', since: new Date(NOW) })),
  })
})

const list = (query: Record<string, string> = {}): Promise<DevicesView> =>
  devicesView(db, OLIVE, NOW, DevicesQuery.parse(query))

/** All pages, one after the other; `between` is what happens while somebody reads. */
async function walk(
  query: Record<string, string>,
  between: () => Promise<void> = async () => {},
): Promise<DeviceRow[]> {
  const rows: DeviceRow[] = []
  for (let after: string | null = ''; after !== null; ) {
    const view: DevicesView = await list({ ...query, ...(after ? { after } : {}) })
    rows.push(...view.devices)
    after = view.cursor
    if (after !== null) await between()
  }
  return rows
}

describe('the list of devices', () => {
  it('[R-157] is filtered by one language and counts what matches', async () => {
    const view = await list({ where: 'region:south status:degraded type:rpi5' })
    const expected = Array.from({ length: DEVICES }, (_, n) => n).filter(
      (n) => n % 3 !== 1 && n % 4 === 2 && n % 9 !== 0 && n % 2 === 0,
    )
    expect(view.matched).toBe(expected.length)
    expect(view.devices.map((device) => device.id).toSorted()).toEqual(expected.map(id))
    expect(view.total).toBe(DEVICES)
  })

  it.each(['name', '-name', 'site', 'type', 'release', 'last_seen', '-last_seen', 'status', '-status'])(
    'by %s every device comes once and in order',
    async (sort) => {
      const rows = await walk({ sort })
      expect(new Set(rows.map((row) => row.id)).size).toBe(DEVICES)
      const keys = rows.map((row) => keyOf(row, sort.replace('-', '')))
      const sorted = keys.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))
      expect(keys).toEqual(sort.startsWith('-') ? sorted.toReversed() : sorted)
    },
  )

  it('neither repeats nor hides a row while others come, go and change', async () => {
    let round = 0
    const rows = await walk({ sort: 'name' }, async () => {
      round += 1
      await db.device.create({
        data: {
          id: `new-${round}`,
          name: 'unit 000',
          siteId: 'lyon',
          hardwareType: 'rpi5',
          architecture: 'arm64',
          memoryMb: 1,
          diskMb: 1,
          publicKey: `new-${round}`,
        },
      })
      await db.device.update({ where: { id: id(DEVICES - round) }, data: { revokedAt: new Date(NOW) } })
    })
    expect(round).toBe(2)
    expect(rows.map((row) => row.id)).toEqual(Array.from({ length: DEVICES }, (_, n) => id(DEVICES - 1 - n)))
  })

  it('[R-091] keeps no layer of a device that is offline at what it last said', async () => {
    const { devices } = await list({ where: 'status:offline' })
    expect(devices).not.toHaveLength(0)
    expect(new Set(devices.flatMap(({ layers }) => layers))).toEqual(new Set(['unknown']))
    const [heard] = (await list({ where: 'status:degraded' })).devices
    expect(heard?.layers).toEqual(['healthy', 'degraded', 'unknown', 'unknown'])
  })

  it('jumps to any place', async () => {
    const all = await walk({})
    const { devices } = await list({ skip: '300' })
    expect(devices[0]?.id).toBe(all[300]?.id)
  })

  it('says to a person without the role why they cannot act', async () => {
    expect((await list()).refused).toBeNull()
    expect((await devicesView(db, ADA, NOW, DevicesQuery.parse({}))).refused).toContain('operator')
  })

  it('keeps its narrow rows at what the wide ones say', async () => {
    await db.deviceStatus.update({ where: { deviceId: id(1) }, data: { online: false } })
    await db.deviceStatus.create({ data: { deviceId: id(0), online: true, lastSeenAt: new Date(NOW), reported: {} } })
    await db.site.update({ where: { id: 'oslo' }, data: { region: 'east', name: 'Harbour' } })
    await db.device.update({ where: { id: id(2) }, data: { siteId: 'lyon', groups: ['pilot', 'night'] } })
    await db.driftItem.deleteMany({ where: { deviceId: id(2) } })
    await db.driftItem.create({
      data: { deviceId: id(1), kind: 'slot', key: '', cause: 'unknown', since: new Date(NOW) },
    })
    const of = (n: number) => db.fleetRow.findUnique({ where: { deviceId: id(n) } })
    expect(await of(0)).toMatchObject({ status: 'unknown' })
    expect(await of(1)).toMatchObject({
      status: 'offline',
      region: 'east',
      siteName: 'Harbour',
      drift: ['config', 'slot'],
    })
    expect(await of(2)).toMatchObject({ siteId: 'lyon', groups: ['pilot', 'night'], drift: [] })
    await db.device.update({ where: { id: id(3) }, data: { revokedAt: new Date(NOW) } })
    expect(await of(3)).toBeNull()
    await db.device.update({ where: { id: id(3) }, data: { revokedAt: null } })
    expect(await of(3)).toMatchObject({ release: '1.0.0', status: HEALTH[3] })
  })
})

describe('how devices split', () => {
  it('[R-164] counts every facet of what matches', async () => {
    const { facets, matched, total } = await deviceFacetsView(db, NOW, 'type:rpi5')
    const counts = Object.fromEntries(
      facets.map(({ facet, values }) => [facet, Object.fromEntries(values.map((one) => [one.value, one.devices]))]),
    )
    const even = Array.from({ length: DEVICES }, (_, n) => n).filter((n) => n % 2 === 0)
    const of = (hit: (n: number) => boolean) => even.filter(hit).length
    expect({ matched, total }).toEqual({ matched: even.length, total: DEVICES })
    expect(counts).toEqual({
      status: {
        healthy: of((n) => n > 0 && n % 9 !== 0 && n % 4 === 0),
        degraded: of((n) => n % 9 !== 0 && n % 4 === 2),
        offline: of((n) => n > 0 && n % 9 === 0),
        unknown: 1,
      },
      site: { lyon: of((n) => n % 3 === 0), oslo: of((n) => n % 3 === 1), turin: of((n) => n % 3 === 2) },
      region: { north: of((n) => n % 3 === 1), south: of((n) => n % 3 !== 1) },
      type: { rpi5: even.length },
      release: { '1.0.0': of((n) => n % 5 !== 0), '2.0.0': of((n) => n > 0 && n % 5 === 0) },
      group: { pilot: of((n) => n % 10 === 0) },
      drift: { yes: 1, config: 1 },
    })
  })

  it('names the single condition that stands in the way when nothing matches', async () => {
    const { matched, without } = await deviceFacetsView(db, NOW, 'type:orin site:oslo region:mars')
    expect(matched).toBe(0)
    expect(without).toEqual([{ index: 2, text: 'region:mars', devices: 75 }])
  })

  it('draws every device of a place in its state, worst place first', async () => {
    const { groups } = await deviceMapView(db, NOW, { where: '', by: 'site' })
    expect(groups.reduce((sum, group) => sum + group.devices, 0)).toBe(DEVICES)
    for (const group of groups)
      expect(group.unhealthy + group.degraded + group.healthy + group.unknown + group.offline).toBe(group.devices)
    expect(groups.map((group) => group.unhealthy)).toEqual(
      groups.map((group) => group.unhealthy).toSorted((a, b) => b - a),
    )
  })

  it('tells which rows on a screen no longer match', async () => {
    await db.deviceStatus.update({ where: { deviceId: id(4) }, data: { healthStatus: 'degraded' } })
    const ids = [id(4), id(8)] as DeviceRow['id'][]
    const { devices, moved } = await deviceRowsView(db, NOW, { where: 'status:healthy', ids })
    expect(moved).toEqual([id(4)])
    expect(devices.map((device) => device.status)).toEqual(['degraded', 'healthy'])
  })
})

const RANK = ['unhealthy', 'degraded', 'unknown', 'offline', 'never', 'healthy']

function keyOf(row: DeviceRow, sort: string): string | number {
  const status = row.lastSeenAt === null ? 'never' : row.online ? row.status : 'offline'
  return {
    name: row.name,
    site: row.site,
    type: row.hardwareType,
    release: row.running ?? '',
    last_seen: row.lastSeenAt ?? 0,
    status: RANK.indexOf(status),
  }[sort] as string | number
}
