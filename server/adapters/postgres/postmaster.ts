import { spawn } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { CannotStart } from './cannot-start.ts'
import { type Cluster, environment } from './cluster.ts'
import { freePort } from './free-port.ts'
import { isPostmasterOf, isTaken, readPostmasterPid, untilNobodyWorksIn } from './postmaster-pid.ts'
import type { Runner } from './run-as.ts'

export type Postmaster = { pid: number; port: number; adopted: boolean }

type Wanted = {
  cluster: Cluster
  binaries: Binaries
  runner: Runner
  log: (line: string) => void
  settings: Readonly<Record<string, string>>
  /** null: any free one */
  port: number | null
}

const RECOVERY_MS = 10 * 60_000
const PORTS_TRIED = 5

/** A postmaster that answers: the one that is still alive in this cluster, or a new one. Throws `CannotStart`. */
export async function bringUp(wanted: Wanted): Promise<Postmaster> {
  const { cluster, log } = wanted
  const alive = await survivor(cluster)
  if (alive) {
    log(`Taking over the database left running by an earlier server (pid ${alive.pid})`)
    return { ...alive, adopted: true }
  }
  for (let attempt = 1; ; attempt++) {
    const port = wanted.port ?? (await freePort())
    const started = await start({ ...wanted, port })
    if (started.ready) return { pid: started.pid, port, adopted: false }
    // Between finding a free port and using it, another program may have taken it.
    if (wanted.port === null && /Address already in use/.test(started.said) && attempt < PORTS_TRIED) continue
    throw new CannotStart(
      `The built-in database did not start (${lastComplaint(started.said)}): see ${cluster.logFile} for what it said.`,
    )
  }
}

async function survivor(cluster: Cluster): Promise<{ pid: number; port: number } | null> {
  const until = performance.now() + RECOVERY_MS
  for (;;) {
    const found = readPostmasterPid(cluster.folder)
    if (!found) return null
    if (!isPostmasterOf(cluster.folder, found.pid)) {
      // PostgreSQL takes over a file whose process is gone, but refuses while the number is a zombie's or somebody else's.
      const gone = await untilNobodyWorksIn(cluster.folder, 5_000)
      if (gone && isTaken(found.pid)) rmSync(join(cluster.folder, 'postmaster.pid'), { force: true })
      return null
    }
    if (found.status === 'ready') return { pid: found.pid, port: found.port }
    if (performance.now() > until)
      throw new CannotStart(`The database process ${found.pid} is neither ready nor gone: see ${cluster.logFile}.`)
    await sleep(20)
  }
}

async function start(wanted: Wanted & { port: number }): Promise<{ ready: boolean; pid: number; said: string }> {
  const { cluster, binaries, runner, log, port } = wanted
  const settings = { ...SETTINGS, ...wanted.settings }
  const [file, args] = runner.command(binaries.postgres, [
    '-D',
    cluster.folder,
    '-p',
    String(port),
    ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
  ])
  const from = turnLog(cluster.logFile)
  const out = openSync(cluster.logFile, 'a', 0o600)
  // Detached: Ctrl-C in the terminal must not reach it before the server's own last writes.
  const child = spawn(file, args, {
    ...runner.ids,
    cwd: cluster.folder,
    env: environment(),
    detached: true,
    stdio: ['ignore', out, out],
  })
  closeSync(out)
  child.unref()
  let ended = false
  child.once('exit', () => {
    ended = true
  })
  child.once('error', () => {
    ended = true
  })
  const pid = child.pid ?? 0
  const began = performance.now()
  for (let told = false; !ended; ) {
    const seen = readPostmasterPid(cluster.folder)
    if (seen?.pid === pid && seen.status === 'ready') return { ready: true, pid, said: '' }
    const waited = performance.now() - began
    if (waited > RECOVERY_MS) break
    if (waited > 5_000 && !told) log('The database is recovering from a crash; this can take a while')
    told ||= waited > 5_000
    await sleep(10)
  }
  return { ready: false, pid, said: readFileSync(cluster.logFile, 'utf8').slice(from) }
}

const SETTINGS: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  fsync: 'on',
  synchronous_commit: 'on',
  max_connections: '100',
  shared_buffers: '128MB',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_checkpoints: 'off',
  // The queries here are short and many; compiling them costs more than it saves.
  jit: 'off',
}

const LOG_LIMIT = 10 * 1024 * 1024

/** Keeps one older log beside a new one; gives the length of what the new one already holds. */
function turnLog(file: string): number {
  const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0
  if (size < LOG_LIMIT) return size
  renameSync(file, `${file}.1`)
  return 0
}

function lastComplaint(said: string): string {
  const lines = said.split('\n').filter((line) => /FATAL|PANIC|ERROR|could not/.test(line))
  return (
    lines
      .at(-1)
      ?.replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '')
      .trim() ?? 'it gave no reason'
  )
}
