import { startFleet } from './fleet.ts'
import { fleetConfig, fleetUsage } from './fleet-config.ts'

const configured = fleetConfig(process.argv.slice(2))
if (!configured.ok) {
  process.stderr.write(`${configured.because}\n\n${fleetUsage()}\n`)
  process.exit(2)
}

const ending = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort())

try {
  const fleet = await startFleet(configured.settings, (sentence) => process.stdout.write(`${sentence}\n`))
  if (!ending.signal.aborted)
    await new Promise((resolve) => ending.signal.addEventListener('abort', resolve, { once: true }))
  await fleet.stop()
  process.exit(0)
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
