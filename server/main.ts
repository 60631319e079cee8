import { readFileSync } from 'node:fs'
import { compose } from './adapters/compose.ts'
import { openLog } from './adapters/log.ts'
import { CannotStart } from './adapters/postgres/cannot-start.ts'
import { parseConfig } from './config.ts'

/** Starts the server, or says in one sentence why not. Everything it does is safe to be killed in the middle of. */
async function main(): Promise<void> {
  const parsed = parseConfig()
  if (!parsed.ok) return stop(2, parsed.sentence)
  const { config } = parsed
  const log = openLog(config.logLevel)
  // Warnings of the runtime belong in the log; a deprecated call inside a library is nobody's news here.
  process.removeAllListeners('warning')
  process.on('warning', (err) =>
    log[err.name === 'DeprecationWarning' ? 'debug' : 'warn']({ err }, 'the runtime warns'),
  )
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as {
    version: string
  }

  const leaving = new AbortController()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => leaving.abort(signal))
  const asked = new Promise((resolve) => leaving.signal.addEventListener('abort', resolve, { once: true }))

  try {
    const server = await compose(config, version, log)
    log.info(`Wavegate ${version} serves ${server.address}`)
    process.send?.({ ready: server.address }) // to whoever started it and waits
    await asked
    log.info('stopping')
    // A connection that will not end must not keep the machine from going down.
    setTimeout(() => process.exit(1), 15_000).unref()
    await server.close()
    process.exit(0)
  } catch (cause) {
    if (cause instanceof CannotStart) return stop(1, cause.message)
    throw cause
  }
}

function stop(code: number, sentence: string): never {
  process.stderr.write(`${sentence}\n`)
  process.exit(code)
}

await main()
