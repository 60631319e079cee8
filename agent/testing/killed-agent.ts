import { assemble } from '../adapters/assemble.ts'
import { processEnvironment } from '../adapters/process-environment.ts'
import { configure } from '../config.ts'
import type { Journal } from '../ports.ts'
import { runAgent } from '../run.ts'

/** The real agent, but for a journal that kills the process at its nth record: `KILL_AT=7 KILL_WHEN=before|after`. */
const { KILL_AT, KILL_WHEN } = processEnvironment()
const configured = configure(process.argv.slice(2))
if (!configured.ok) throw new Error(configured.because)

const { self, ports } = await assemble(configured.settings, new AbortController().signal)
await runAgent(self, { ...ports, journal: deadly(ports.journal) })

function deadly(journal: Journal): Journal {
  let appended = 0
  return {
    ...journal,
    async append(record) {
      appended += 1
      const last = appended === Number(KILL_AT)
      if (last && KILL_WHEN === 'before') await die()
      await journal.append(record)
      if (last && KILL_WHEN === 'after') await die()
    },
  }
}

/** Nothing is done any more after the signal is on its way. */
function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => {})
}
