import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startPostgres } from '../../server/adapters/postgres/start-postgres.ts'
import { migrate } from '../../server/adapters/prisma/migrate.ts'
import { openClient } from '../../server/adapters/prisma/open-client.ts'
import { walk } from './engine/walk.ts'
import { seedFleet } from './plan/seed-fleet.ts'

/**
 * What the engine costs: a rollout over a whole fleet through every phase, with its own loop, store and sender on a PostgreSQL of
 * its own; and how long it takes from the measurement that crosses a rail until the last device is told to go back.
 */
const { values: options } = parseArgs({
  options: {
    devices: { type: 'string', default: '1000,10000' },
    /** devices deployed when the rail is crossed */
    wave: { type: 'string', default: '10000' },
    json: { type: 'boolean', default: false },
  },
})
const wave = Number(options.wave)
const sizes: ({ devices: number } & Awaited<ReturnType<typeof walk>>)[] = []
for (const devices of options.devices.split(',').map(Number))
  for (const turnAt of [null, Math.min(wave, Math.round(devices / 10))]) {
    const folder = await mkdtemp(join(tmpdir(), 'wavegate-bench-'))
    const dataFolder = join(folder, 'database')
    await mkdir(dataFolder)
    const postgres = await startPostgres({ dataFolder, log: () => {} })
    try {
      await migrate(postgres.url)
      const db = openClient(postgres.url)
      const now = await seedFleet(db, devices)
      sizes.push({ devices, ...(await walk(db, now, turnAt)) })
      process.stderr.write(`${JSON.stringify(sizes.at(-1))}\n`)
      await db.$disconnect()
    } finally {
      await postgres.stop()
      await rm(folder, { recursive: true, force: true })
    }
  }
if (options.json) {
  const last = sizes.at(-1)
  console.log(JSON.stringify({ sizes, triggerToLastCommandMs: last?.triggerToLastCommandMs }))
} else console.table(sizes)
