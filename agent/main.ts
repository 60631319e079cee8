import { assemble } from './adapters/assemble.ts'
import { configure, usage } from './config.ts'
import { runAgent } from './run.ts'

const configured = configure(process.argv.slice(2))
if (!configured.ok) {
  process.stderr.write(`${configured.because}\n\n${usage()}\n`)
  process.exit(2)
}

const ending = new AbortController()
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => ending.abort())

try {
  const { self, ports } = await assemble(configured.settings, ending.signal)
  const agent = await runAgent(self, ports)
  if (!ending.signal.aborted)
    await new Promise((resolve) => ending.signal.addEventListener('abort', resolve, { once: true }))
  await agent.stop()
  process.exit(0)
} catch (error) {
  if (ending.signal.aborted) process.exit(0)
  process.stderr.write(`${error instanceof Error ? error.message : error}\n`)
  process.exit(1)
}
