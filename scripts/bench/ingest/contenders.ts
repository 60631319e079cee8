import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A server to be measured: its process, and how a device reaches it. */
export type Contender = {
  readonly name: 'wavegate' | 'batched' | 'echo'
  readonly child: ChildProcess
  readonly address: string
  readonly namespace: string
  readonly path: string
  /** devices prove who they are, and the server has figures of its own */
  readonly real: boolean
}

export const here = (file: string): string => join(import.meta.dirname, file)

/** The product itself, as `npm start` runs it, without pages. */
export async function wavegate(databaseUrl: string, dataFolder: string): Promise<Contender> {
  const child = start(here('../../../server/main.ts'), [], {
    PORT: '0',
    WAVEGATE_PAGES: '0',
    WAVEGATE_DATA: dataFolder,
    WAVEGATE_AGENT_RATE: '100000',
    WAVEGATE_AGENT_BURST: '100000',
    WAVEGATE_LOG: 'warn',
    DATABASE_URL: databaseUrl,
  })
  return {
    name: 'wavegate',
    child,
    address: await readyAt(child),
    namespace: '/agents',
    path: '/agents/socket',
    real: true,
  }
}

/** Socket.IO and PostgreSQL with nothing of ours in between. */
export async function bare(mode: 'batched' | 'echo', databaseUrl: string): Promise<Contender> {
  const child = start(here('bare-server.ts'), [mode, databaseUrl])
  return { name: mode, child, address: await readyAt(child), namespace: '/', path: '/bare', real: false }
}

export function start(file: string, args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  const child = fork(file, [...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  return child
}

async function readyAt(child: ChildProcess): Promise<string> {
  const [{ ready }] = (await once(child, 'message')) as [{ ready: string }]
  return ready
}
