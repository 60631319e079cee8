import { assemble } from '../adapters/assemble.ts'
import { type KeyStore, keyFiles } from '../adapters/key-store.ts'
import { processEnvironment } from '../adapters/process-environment.ts'
import { configure } from '../config.ts'
import type { Journal, Link } from '../ports.ts'
import { runAgent } from '../run.ts'

/**
 * The real agent, but for a journal that kills the process at its nth record, `KILL_AT=7 KILL_WHEN=before|after`, or for one
 * step of a change of its key that does: `KILL_KEY=keep-next|promote|reconnect KILL_WHEN=before|after`.
 */
const { KILL_AT, KILL_KEY, KILL_WHEN } = processEnvironment()
const configured = configure(process.argv.slice(2))
if (!configured.ok) throw new Error(configured.because)

const { self, ports } = await assemble(configured.settings, new AbortController().signal, (dir) =>
  deadlyStore(keyFiles(dir)),
)
await runAgent(self, { ...ports, journal: deadlyJournal(ports.journal), link: deadlyLink(ports.link) })

function deadlyJournal(journal: Journal): Journal {
  let appended = 0
  return {
    ...journal,
    append(record) {
      appended += 1
      return around(appended === Number(KILL_AT), () => journal.append(record))
    },
  }
}

function deadlyStore(store: KeyStore): KeyStore {
  return {
    ...store,
    keepNext: (pem) => around(KILL_KEY === 'keep-next', () => store.keepNext(pem)),
    promote: () => around(KILL_KEY === 'promote', () => store.promote()),
  }
}

/** Between the server's word that it knows of the next key and the first hello with it. */
function deadlyLink(link: Link): Link {
  let connected = 0
  return {
    ...link,
    connect(events) {
      connected += 1
      if (KILL_KEY === 'reconnect' && connected > 1) void die()
      else link.connect(events)
    },
  }
}

async function around(last: boolean, act: () => Promise<void>): Promise<void> {
  if (last && KILL_WHEN === 'before') await die()
  await act()
  if (last && KILL_WHEN === 'after') await die()
}

/** Nothing is done any more after the signal is on its way. */
function die(): Promise<never> {
  process.kill(process.pid, 'SIGKILL')
  return new Promise(() => {})
}
