import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { receive } from '../../domain/report/receive.ts'
import { DeviceId, Instant } from '../../protocol/ids.ts'
import { Report } from '../../protocol/report.ts'
import { testDatabase } from '../postgres/test-database.ts'
import { systemClock } from '../system-clock.ts'
import { REPORTED, registerDevice, report } from '../testing/test-device.ts'
import { Ingest } from './ingest.ts'
import { openClient } from './open-client.ts'

const url = await testDatabase()
const db = openClient(url)
const pool = new pg.Pool({ connectionString: url, max: 2 })
pool.on('error', () => {})

beforeAll(async () => {
  for (const id of ['a', 'b', 'c']) await registerDevice(db, id)
})

afterAll(async () => {
  await pool.end()
  await db.$disconnect()
})

function open(using: pg.Pool = pool): Ingest {
  return new Ingest({ pool: using, clock: systemClock, flushed: () => {}, trouble: () => {} })
}

function add(ingest: Ingest, id: string, changes: object = {}, at = 1_000): Promise<string | null> {
  const received = receive(DeviceId.parse(id), Report.parse(report(changes)), Instant.parse(at))
  return new Promise((resolve) => ingest.add(received, resolve))
}

describe('reports become rows', () => {
  it('many devices in one flush, durable when acknowledged', async () => {
    const ingest = open()
    expect(await Promise.all([add(ingest, 'a'), add(ingest, 'b')])).toEqual([null, null])
    expect(ingest.stats).toMatchObject({ flushes: 1, reports: 2, rows: 2 })
    expect(await db.deviceSample.count()).toBe(2)
    expect(await db.deviceStatus.findUnique({ where: { deviceId: 'a' } })).toMatchObject({
      healthStatus: 'healthy',
      cpuPercent: 5,
    })
  })

  it('several reports of one device in one flush: latest state, all the measurements', async () => {
    await db.deviceSample.deleteMany()
    const ingest = open()
    await Promise.all([
      add(ingest, 'a', { metrics: { requests: 5, errors: 1, latencyMs: { '10': 5 } }, restarts: 0 }, 2_000),
      add(ingest, 'a', { metrics: { requests: 7, errors: 0, latencyMs: { '10': 3, '11': 4 } }, restarts: 1 }, 3_000),
    ])
    expect(await db.deviceStatus.findUnique({ where: { deviceId: 'a' } })).toMatchObject({
      restarts: 1,
      reportedAt: new Date(3_000),
    })
    expect(await db.deviceSample.findMany()).toMatchObject([{ requests: 12, errors: 1, latency: { '10': 8, '11': 4 } }])
  })

  it('[R-154] each measurement is stored with the version that ran then, and the health with what it was seen on', async () => {
    await db.deviceSample.deleteMany()
    const [old, now] = ['1', '2'].map((version) => ({
      name: 'app',
      version,
      sha256: version.repeat(64),
      configDigest: null,
    }))
    const reported = { ...REPORTED, running: now }
    const earlier = [{ producedBy: old, metrics: { requests: 3, errors: 3, latencyMs: {} }, endedMsAgo: 500 }]
    await add(open(), 'a', { reported, producedBy: old, earlier }, 4_000)
    await add(open(), 'a', { reported }, 5_000)
    const samples = await db.deviceSample.findMany({ orderBy: { id: 'asc' } })
    expect(samples.map(({ version, requests, at }) => [version, requests, at.getTime()])).toEqual([
      ['1', 3, 3_500],
      ['1', 10, 4_000],
      ['2', 10, 5_000],
    ])
    expect(await db.deviceStatus.findUnique({ where: { deviceId: 'a' } })).toMatchObject({ healthOf: now })
    await add(open(), 'a', { producedBy: null }, 6_000)
    expect(await db.deviceStatus.findUnique({ where: { deviceId: 'a' } })).toMatchObject({ healthOf: null })
  })

  it('a device that was removed is refused and does not hold up the others', async () => {
    const ingest = open()
    const [gone, b, c] = await Promise.all([add(ingest, 'nobody'), add(ingest, 'b'), add(ingest, 'c')])
    expect(gone).toContain('cannot keep')
    expect([b, c]).toEqual([null, null])
  })

  it('nothing measured is not zero health: a report without metrics is a sample of no requests', async () => {
    await db.deviceSample.deleteMany()
    await add(open(), 'a', { metrics: null, reachable: false })
    expect(await db.deviceSample.findMany()).toMatchObject([{ requests: 0, errors: 0, reachable: false }])
  })
})

describe('when the database is away', () => {
  it('the newest word is kept, nothing is acknowledged, and the watch starts anew when it is back', async () => {
    const troubled = Promise.withResolvers<void>()
    const ingest = new Ingest({ pool, clock: systemClock, flushed: () => {}, trouble: () => troubled.resolve() })
    const started = ingest.observingSince()
    await takeAway()
    const said = Promise.all([add(ingest, 'a', {}, 9_000), add(ingest, 'b', {}, 9_000)])
    await troubled.promise
    const newer = add(ingest, 'a', { restarts: 2 }, 9_500)
    expect(ingest.stats.reports).toBe(0)
    await giveBack()
    expect([...(await said), await newer]).toEqual([null, null, null])
    expect(await db.deviceStatus.findUnique({ where: { deviceId: 'a' } })).toMatchObject({ restarts: 2 })
    expect(ingest.observingSince()).toBeGreaterThan(started)
  })
})

/** The database refuses everybody and ends the connections it has. */
async function takeAway(): Promise<void> {
  const name = new URL(url).pathname.slice(1)
  await administer(`alter database ${name} with allow_connections false`)
  await administer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}'`)
}

const giveBack = () => administer(`alter database ${new URL(url).pathname.slice(1)} with allow_connections true`)

async function administer(sql: string): Promise<void> {
  const address = new URL(url)
  address.pathname = '/postgres'
  const client = new pg.Client(address.href)
  await client.connect()
  await client.query(sql)
  await client.end()
}
