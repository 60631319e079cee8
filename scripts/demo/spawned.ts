import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '../..')

/** A program of this repository as a process of its own. `ready` is what it said when it was. */
export type Spawned = {
  readonly process: ChildProcess
  readonly ready: string
  /** ends it and waits until it is gone */
  stop(signal?: NodeJS.Signals): Promise<void>
}

type Asked = {
  readonly script: string
  readonly args?: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** the line, or the message over IPC, that says it is ready */
  readonly isReady: (said: string) => string | null
  readonly onLine?: (line: string) => void
}

/** Resolves when the program says it is ready; rejects with its last words when it ends before. */
export function spawned({ script, args = [], env = {}, isReady, onLine = () => {} }: Asked): Promise<Spawned> {
  const child = spawn(process.execPath, [join(ROOT, script), ...args], {
    cwd: ROOT,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  })
  const exited = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const last: string[] = []
  return new Promise((resolve, reject) => {
    const hear = (said: string) => {
      last.push(said)
      if (last.length > 20) last.shift()
      onLine(said)
      const ready = isReady(said)
      if (ready !== null)
        resolve({ process: child, ready, stop: (signal = 'SIGTERM') => stopped(child, exited, signal) })
    }
    for (const stream of [child.stdout, child.stderr]) {
      let rest = ''
      stream?.setEncoding('utf8').on('data', (text: string) => {
        const lines = (rest + text).split('\n')
        rest = lines.pop() ?? ''
        for (const line of lines) hear(line)
      })
    }
    child.on('message', (message) => hear(JSON.stringify(message)))
    child.once('error', reject)
    child.once('close', (code) => reject(new Error(`${script} ended with ${code}:\n${last.join('\n')}`)))
  })
}

async function stopped(child: ChildProcess, exited: Promise<void>, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill(signal)
  await exited
}
