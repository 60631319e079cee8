import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../../server/adapters/postgres/start-postgres.ts'
import { migrate } from '../../server/adapters/prisma/migrate.ts'
import { openClient } from '../../server/adapters/prisma/open-client.ts'
import { questions } from './registry/questions.ts'
import { seedFleet } from './registry/seed-fleet.ts'

/**
 * Server time of what people ask a fleet every day: what is running where, what changed, which sites are unwell and did a
 * rollout do it, a page of devices, and how they split. The same functions as the server calls, on a PostgreSQL of its own;
 * questions alternate, so that a busy neighbour meets all alike.
 */
const { values: options } = parseArgs({
  options: {
    devices: { type: 'string', default: '100000' },
    runs: { type: 'string', default: '40' },
    json: { type: 'boolean', default: false },
  },
})
const devices = Number(options.devices)
const runs = Number(options.runs)
const WARM_UP = 3

const folder = await mkdtemp(join(tmpdir(), 'wavegate-bench-'))
const dataFolder = join(folder, 'database')
await mkdir(dataFolder)
const postgres = await startPostgres({ dataFolder, log: () => {} })
try {
  await migrate(postgres.url)
  const db = openClient(postgres.url)
  const began = performance.now()
  const now = await seedFleet(db, devices)
  process.stderr.write(`seeded ${devices} devices in ${Math.round((performance.now() - began) / 1000)} s\n`)
  const asked = questions(db, now).map((question) => ({ ...question, took: [] as number[] }))
  for (let run = -WARM_UP; run < runs; run++)
    for (const question of asked) {
      const start = performance.now()
      await question.ask()
      if (run >= 0) question.took.push(performance.now() - start)
    }
  await db.$disconnect()
  const summary = asked.map(({ name, rule, took }) => ({ name, rule, ...figures(took) }))
  if (options.json) console.log(JSON.stringify({ devices, runs, questions: summary }))
  else console.table(summary)
} finally {
  await postgres.stop()
  await rm(folder, { recursive: true, force: true })
}

function figures(took: readonly number[]): { p50Ms: number; p95Ms: number; maxMs: number } {
  const sorted = took.toSorted((a, b) => a - b)
  const at = (share: number) =>
    Math.round((sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0) * 10) / 10
  return { p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
}
