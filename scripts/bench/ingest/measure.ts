import type { ChildProcess } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Contender } from './contenders.ts'
import type { DriverNews, DriverOrder } from './driver.ts'
import { processorTime, residentMb } from './processor-time.ts'

export type Device = { readonly id: string; readonly key: string }

export type Figures = {
  readonly perSecond: number
  /** server and all of PostgreSQL, per acknowledged report */
  readonly cpuUs: number
  /** of it, PostgreSQL's share */
  readonly databaseUs: number
  readonly p99Ms: number
  readonly rssMb: number
  readonly eventLoopDelayP99Ms: number
}

export type Load = { readonly devices: readonly Device[]; readonly inFlight: number; readonly seconds: number }

const WARM_UP_MS = 2_500

/** Connects the devices, lets the load run until everything is warm, then counts for the given time. */
export async function measure(
  contender: Contender,
  drivers: readonly ChildProcess[],
  { devices, inFlight, seconds }: Load,
  postmaster: number,
): Promise<Figures> {
  const { child, address, namespace, path, real } = contender
  const pid = child.pid ?? 0
  const share = Math.ceil(devices.length / drivers.length)
  await Promise.all(
    drivers.map((driver, index) => {
      const mine = devices
        .slice(index * share, (index + 1) * share)
        .map(({ id, key }) => ({ id, key: real ? key : null }))
      return ask(driver, { do: 'connect', address, namespace, path, devices: mine, inFlight }, 'connected')
    }),
  )
  for (const driver of drivers) driver.send({ do: 'run' } satisfies DriverOrder)
  await sleep(WARM_UP_MS)
  await Promise.all(drivers.map((driver) => ask(driver, { do: 'measure' }, 'measured')))
  if (real) await scrape(address)
  const before = {
    cpu: processorTime([pid], [postmaster]),
    database: processorTime([], [postmaster]),
    at: performance.now(),
  }
  await sleep(seconds * 1_000)
  const news = await Promise.all(drivers.map((driver) => ask(driver, { do: 'measure' }, 'measured')))
  const elapsed = (performance.now() - before.at) / 1_000
  const cpu = processorTime([pid], [postmaster]) - before.cpu
  const database = processorTime([], [postmaster]) - before.database
  const acks = news.reduce((sum, { acks }) => sum + acks, 0)
  const refused = news.reduce((sum, { refused }) => sum + refused, 0)
  if (refused > 0) throw new Error(`${refused} reports were refused by ${contender.name}`)
  const delay = real ? await scrape(address) : 0
  const rssMb = residentMb(pid)
  await Promise.all(drivers.map((driver) => ask(driver, { do: 'stop' }, 'stopped')))
  return {
    perSecond: acks / elapsed,
    cpuUs: cpu / acks,
    databaseUs: database / acks,
    p99Ms: quantile(
      news.map(({ latencies }) => latencies),
      0.99,
    ),
    rssMb,
    eventLoopDelayP99Ms: delay,
  }
}

/** p99 of the server's event-loop delay since it was last asked, milliseconds. */
async function scrape(address: string): Promise<number> {
  const text = await (await fetch(`${address}/metrics`)).text()
  return Number(/^wavegate_event_loop_delay_p99_seconds (\S+)/m.exec(text)?.[1]) * 1_000
}

function ask<T extends DriverNews['is']>(
  driver: ChildProcess,
  order: DriverOrder,
  wants: T,
): Promise<Extract<DriverNews, { is: T }>> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a driver ended'))
    const heard = (news: DriverNews) => {
      if (news.is !== wants) return
      driver.off('message', heard)
      driver.off('exit', ended)
      resolve(news as Extract<DriverNews, { is: T }>)
    }
    driver.on('message', heard)
    driver.once('exit', ended)
    driver.send(order)
  })
}

function quantile(histograms: readonly (readonly number[])[], q: number): number {
  const counts = new Map<number, number>()
  let total = 0
  for (const pairs of histograms)
    for (let at = 0; at < pairs.length; at += 2) {
      const [ms = 0, count = 0] = pairs.slice(at, at + 2)
      counts.set(ms, (counts.get(ms) ?? 0) + count)
      total += count
    }
  let seen = 0
  for (const ms of [...counts.keys()].sort((a, b) => a - b)) {
    seen += counts.get(ms) ?? 0
    if (seen >= total * q) return ms
  }
  return 0
}
