import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, openSync, realpathSync } from 'node:fs'
import { open, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { CONFIG_FILE } from '../engine/held.ts'
import type { Installed, Slot } from '../engine/installed.ts'
import { freePort } from './free-port.ts'
import { endOrphans } from './orphans.ts'

const MOST_LOG_BYTES = 4 << 20
const TAIL_BYTES = 32 << 10
const TAIL_LINES = 100

/** The shell writes its own number and then becomes the application: it can never run without being on record. */
const RECORDED_START = 'echo "$$" >"$1.next" && mv "$1.next" "$1" && shift && exec "$@"'

export type Life = { pid: number; port: number }

/** Two may run at once, one of each slot: the second takes the second place for its number and its output. */
const PLACES = ['app', 'beside'] as const
type Place = (typeof PLACES)[number]

/** `told`: its end is news */
type Running = { place: Place; child: ChildProcess; life: Life | null; told: boolean }

/**
 * Owns the application processes: each its own group, a port of its own, its output in `app.log`, nothing of the agent's
 * environment. `port`: fixed, or null for a free one at each start.
 */
export type Supervised = {
  dir: string
  deviceId: string
  port: number | null
  env: Readonly<Record<string, string | undefined>>
}

export function supervisor({ dir, deviceId, port, env }: Supervised) {
  const root = realpathSync(dir)
  const pidFile = (place: Place) => join(root, `${place}.pid`)
  const logFile = (place: Place) => join(root, `${place}.log`)
  const running = new Map<Slot, Running>()
  const lastPlace = new Map<Slot, Place>()

  return {
    /** the process of a slot that runs now, and where it listens */
    life: (slot: Slot): Life | null => running.get(slot)?.life ?? null,

    async clear(): Promise<void> {
      for (const place of PLACES) await endOrphans(pidFile(place), root)
    },

    async start(slot: Slot, installed: Installed, exited: (because: string) => void): Promise<void> {
      if (running.has(slot))
        throw new Error('an application still runs; it has to be stopped before another is started')
      const place = PLACES.find((one) => [...running.values()].every((other) => other.place !== one))
      if (!place) throw new Error('an application runs in either slot already')
      const listen = port ?? (await freePort())
      const argv = installed.application.start.map((word, at) =>
        at === 0 && word === 'node' ? process.execPath : word,
      )
      const output = openSync(logFile(place), 'w', 0o600)
      const started = spawn('/bin/sh', ['-c', RECORDED_START, 'sh', pidFile(place), ...argv], {
        cwd: join(root, `slot-${slot}`),
        env: environment({ root, deviceId, slot, installed, port: listen, env }),
        detached: true,
        stdio: ['ignore', output, output],
      })
      closeSync(output)
      const life = started.pid === undefined ? null : { pid: started.pid, port: listen }
      const entry: Running = { place, child: started, life, told: true }
      running.set(slot, entry)
      lastPlace.set(slot, place)
      const ended = (because: string) => {
        if (!entry.told || running.get(slot) !== entry) return
        running.delete(slot)
        signalGroup(started.pid, 'SIGKILL') // what it left behind would hold its port and its memory
        exited(because)
      }
      started.once('error', (error) => ended(`it could not be started: ${error.message}`))
      started.once('exit', (code, by) => ended(by ? `ended by ${by}` : `exit code ${code}`))
    },

    async stop(timeoutSeconds: number, slot?: Slot): Promise<void> {
      const stopping = [...running].filter(([of]) => slot === undefined || of === slot)
      await Promise.all(
        stopping.map(async ([of, entry]) => {
          entry.told = false
          await end(entry.child, timeoutSeconds)
          if (running.get(of) === entry) running.delete(of)
          await rm(pidFile(entry.place), { force: true })
        }),
      )
    },

    async tail(slot: Slot): Promise<readonly string[]> {
      return lastLines(logFile(lastPlace.get(slot) ?? 'app'))
    },

    /** An application that talks without end must not fill the disk; it appends, so cutting below it is safe. */
    async trimLog(): Promise<void> {
      for (const place of PLACES) {
        const size = await stat(logFile(place)).then(
          (found) => found.size,
          () => 0,
        )
        if (size > MOST_LOG_BYTES) await truncate(logFile(place), 0)
      }
    },
  }
}

async function end(child: ChildProcess, timeoutSeconds: number): Promise<void> {
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  signalGroup(child.pid, 'SIGTERM')
  const deadline = setTimeout(() => signalGroup(child.pid, 'SIGKILL'), timeoutSeconds * 1000)
  if (child.exitCode === null && child.signalCode === null) await gone
  clearTimeout(deadline)
  signalGroup(child.pid, 'SIGKILL')
}

type Surroundings = Pick<Supervised, 'deviceId' | 'env'> & {
  root: string
  slot: Slot
  installed: Installed
  port: number
}

function environment({ root, deviceId, slot, installed, port, env }: Surroundings): NodeJS.ProcessEnv {
  const { PATH, HOME, LANG, TZ, TMPDIR } = env
  return {
    NODE_ENV: 'production',
    PATH,
    HOME,
    LANG,
    TZ,
    TMPDIR,
    PORT: String(port),
    HOST: '127.0.0.1',
    WAVEGATE_HOME: root,
    WAVEGATE_DEVICE: deviceId,
    WAVEGATE_SLOT: slot,
    WAVEGATE_NAME: installed.name,
    WAVEGATE_VERSION: installed.version,
    WAVEGATE_CONFIG: JSON.stringify(installed.config),
    /** the same as a file, for an application that looks again while it runs */
    WAVEGATE_CONFIG_FILE: join(root, `slot-${slot}`, CONFIG_FILE),
    WAVEGATE_MEMORY_MB: String(installed.memoryMb),
  }
}

function signalGroup(pid: number | undefined, name: NodeJS.Signals): void {
  if (pid === undefined) return
  try {
    process.kill(-pid, name)
  } catch {
    // The group is gone.
  }
}

async function lastLines(path: string): Promise<readonly string[]> {
  const file = await open(path, 'r').catch(() => null)
  if (!file) return []
  try {
    const { size } = await file.stat()
    const length = Math.min(size, TAIL_BYTES)
    const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length)
    const lines = buffer.toString('utf8').split('\n').filter(Boolean)
    return lines.slice(-TAIL_LINES).map((text) => text.slice(0, 1000))
  } finally {
    await file.close()
  }
}
