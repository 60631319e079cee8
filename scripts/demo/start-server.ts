import { z } from 'zod'
import { type Spawned, spawned } from './spawned.ts'

const Ready = z.object({ ready: z.string() })

/** `ready` is the address. */
export const startServer = (env: Readonly<Record<string, string>>, onLine?: (line: string) => void): Promise<Spawned> =>
  spawned({
    script: 'server/main.ts',
    env: { NODE_ENV: 'production', ...env },
    isReady: (said) => {
      if (!said.startsWith('{"ready"')) return null
      return Ready.parse(JSON.parse(said)).ready
    },
    ...(onLine ? { onLine } : {}),
  })
