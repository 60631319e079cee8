import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../../server/adapters/postgres/start-postgres.ts'
import { migrate } from '../../server/adapters/prisma/migrate.ts'
import { bare, here, start, wavegate } from './ingest/contenders.ts'
import { type Figures, measure } from './ingest/measure.ts'
import { seedDevices } from './ingest/seed-devices.ts'

/**
 * Reports a second that one server process makes durable at 2,000 connected devices, beside two bare Socket.IO servers on
 * the same machine, the same PostgreSQL and the same drivers. Rounds alternate, so that a busy neighbour meets all alike.
 */
const { values: options } = parseArgs({
  options: {
    devices: { type: 'string', default: '2000' },
    'in-flight': { type: 'string', default: '4' },
    seconds: { type: 'string', default: '6' },
    rounds: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
const DRIVERS = 2
const round2 = (value: number) => Math.round(value * 100) / 100

const folder = await mkdtemp(join(tmpdir(), 'wavegate-bench-'))
const dataFolder = join(folder, 'database')
await mkdir(dataFolder)
const postgres = await startPostgres({ dataFolder, log: () => {} })
const running = new Set<ChildProcess>()
try {
  await migrate(postgres.url)
  const devices = await seedDevices(postgres.url, Number(options.devices))
  const load = { devices, inFlight: Number(options['in-flight']), seconds: Number(options.seconds) }
  const drivers = Array.from({ length: DRIVERS }, () => start(here('driver.ts'), []))
  for (const driver of drivers) running.add(driver)
  const results = { wavegate: [] as Figures[], batched: [] as Figures[], echo: [] as Figures[] }
  for (let round = 1; round <= Number(options.rounds); round++)
    for (const contend of [
      () => wavegate(postgres.url, join(folder, 'server')),
      () => bare('batched', postgres.url),
      () => bare('echo', postgres.url),
    ]) {
      const contender = await contend()
      running.add(contender.child)
      const figures = await measure(contender, drivers, load, postgres.pid)
      results[contender.name].push(figures)
      const { perSecond, cpuUs, databaseUs, p99Ms } = figures
      process.stderr.write(
        `round ${round} ${contender.name}: ${Math.round(perSecond)} reports/s, ${cpuUs.toFixed(1)} µs each (${databaseUs.toFixed(1)} of it PostgreSQL), p99 ${p99Ms} ms\n`,
      )
      const gone = once(contender.child, 'exit')
      contender.child.kill('SIGTERM')
      await gone
      running.delete(contender.child)
    }
  const ours = middle(results.wavegate)
  const batched = middle(results.batched)
  const summary = {
    reportsPerSecond: Math.round(ours.perSecond),
    bareEchoPerSecond: Math.round(middle(results.echo).perSecond),
    bareBatchedPerSecond: Math.round(batched.perSecond),
    ratio: round2(ours.perSecond / batched.perSecond),
    cpuUsPerReport: round2(ours.cpuUs),
    bareBatchedCpuUs: round2(batched.cpuUs),
    p99Ms: ours.p99Ms,
    rssMb: Math.round(ours.rssMb),
    eventLoopDelayP99Ms: round2(ours.eventLoopDelayP99Ms),
  }
  if (options.json) console.log(JSON.stringify(summary))
  else console.table(summary)
} finally {
  for (const child of running) child.kill('SIGKILL')
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

/** The round in the middle by throughput: neither the lucky nor the unlucky one. */
function middle(figures: readonly Figures[]): Figures {
  const found = [...figures].sort((a, b) => a.perSecond - b.perSecond)[figures.length >> 1]
  if (!found) throw new Error('a contender was not measured')
  return found
}
