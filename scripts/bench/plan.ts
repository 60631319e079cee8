import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../../server/adapters/postgres/start-postgres.ts'
import { migrate } from '../../server/adapters/prisma/migrate.ts'
import { openClient } from '../../server/adapters/prisma/open-client.ts'
import { measure } from './plan/measure.ts'
import { seedFleet } from './plan/seed-fleet.ts'

/**
 * What a plan costs as the fleet grows: the whole plan with reading its candidates, the canary selection alone, the pre-flight,
 * the preview a page asks for after each change, and the start that writes it down. The same functions as the server calls,
 * on a PostgreSQL of its own for each size.
 */
const { values: options } = parseArgs({
  options: {
    devices: { type: 'string', default: '1000,10000,100000' },
    million: { type: 'boolean', default: false },
    runs: { type: 'string', default: '5' },
    json: { type: 'boolean', default: false },
  },
})
const asked = options.devices.split(',').map(Number)
const runs = Number(options.runs)

const sizes: ({ devices: number } & Awaited<ReturnType<typeof measure>>)[] = []
for (const devices of options.million ? [...asked, 1_000_000] : asked) {
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
    sizes.push({ devices, ...(await measure(db, now, runs)) })
    await db.$disconnect()
  } finally {
    await postgres.stop()
    await rm(folder, { recursive: true, force: true })
  }
}
if (options.json) console.log(JSON.stringify({ runs, sizes }))
else console.table(sizes)
