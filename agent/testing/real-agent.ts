import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { processEnvironment } from '../adapters/process-environment.ts'

const AGENT = join(import.meta.dirname, '..')

export type RealAgent = {
  /** how the process ended */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  /** everything it said so far */
  said: () => string
  stop(): Promise<void>
  /** as a power cut would, but for what it started */
  kill(): void
}

/** A real agent process; `entry` is the program, `env` is added to ours. */
export function realAgent(argv: readonly string[], entry = 'main.ts', env: Record<string, string> = {}): RealAgent {
  const child: ChildProcess = spawn(process.execPath, [join(AGENT, entry), ...argv], {
    env: { ...processEnvironment(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk) => (words += chunk))
  const ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
  return {
    ended,
    said: () => words,
    kill: () => void child.kill('SIGKILL'),
    async stop() {
      child.kill('SIGTERM')
      await ended
    },
  }
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (typeof address !== 'object' || !address) throw new Error('a listening server has an address')
  return address.port
}
