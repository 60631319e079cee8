import { setTimeout as sleep } from 'node:timers/promises'
import type { Cluster } from './cluster.ts'
import type { Postmaster } from './postmaster.ts'
import { isPostmasterOf, isRunning } from './postmaster-pid.ts'

const LOOK_EVERY_MS = 200
const RETRY_MS = [100, 250, 500, 1_000, 2_000, 5_000]
const FAST_SHUTDOWN_MS = 60_000

/**
 * Starts the database again whenever it is gone without having been stopped. It looks at the process instead of waiting for
 * its end, because an adopted postmaster is nobody's child. One that is alive is left alone, however slow it answers:
 * it recovers from the loss of a backend by itself.
 */
export function supervise(options: {
  pid: number
  cluster: Cluster
  log: (line: string) => void
  again: () => Promise<Postmaster>
}): { readonly pid: number; stop(): Promise<void> } {
  const { cluster, log, again } = options
  let pid = options.pid
  let stopped: Promise<void> | null = null
  let restart: Promise<void> | null = null

  const timer = setInterval(() => {
    if (!restart && !isPostmasterOf(cluster.folder, pid)) restart = bringBack().finally(() => (restart = null))
  }, LOOK_EVERY_MS)
  timer.unref()

  async function bringBack(): Promise<void> {
    log(`The database (pid ${pid}) is gone; starting it again`)
    for (let attempt = 0; !stopped; attempt++) {
      try {
        pid = (await again()).pid
        log(`The database is back (pid ${pid})`)
        return
      } catch (error) {
        if (attempt === RETRY_MS.length) log(error instanceof Error ? error.message : String(error))
        await sleep(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)])
      }
    }
  }

  async function shutDown(): Promise<void> {
    clearInterval(timer)
    await restart
    if (!isPostmasterOf(cluster.folder, pid)) return
    process.kill(pid, 'SIGINT')
    const until = performance.now() + FAST_SHUTDOWN_MS
    while (isRunning(pid)) {
      // What was committed is in the write-ahead log; the next start replays it.
      if (performance.now() > until) process.kill(pid, 'SIGQUIT')
      await sleep(10)
    }
  }

  return {
    get pid() {
      return pid
    },
    stop: () => (stopped ??= shutDown()),
  }
}
