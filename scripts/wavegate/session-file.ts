import { chmodSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { z } from 'zod'

const Session = z.object({ cookie: z.string(), email: z.string() })
const Sessions = z.object({
  /** where the last sign-in went: asked when nothing else names a server */
  server: z.string().nullable(),
  byServer: z.record(z.string(), Session),
})
type Sessions = z.infer<typeof Sessions>
export type Session = z.infer<typeof Session>

const NONE: Sessions = { server: null, byServer: {} }

export type Env = Readonly<Record<string, string | undefined>>

/** Sessions by the origin of their server, in a file only its owner may read. A session never goes to another server. */
export class SessionFile {
  readonly path: string

  constructor(env: Env) {
    this.path = join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'wavegate', 'session.json')
  }

  get lastServer(): string | null {
    return this.#read().server
  }

  find(server: string): Session | null {
    return this.#read().byServer[server] ?? null
  }

  keep(server: string, session: Session): void {
    const known = this.#read()
    this.#write({ server, byServer: { ...known.byServer, [server]: session } })
  }

  forget(server: string): void {
    const { byServer, ...known } = this.#read()
    const { [server]: _gone, ...others } = byServer
    this.#write({ server: known.server === server ? null : known.server, byServer: others })
  }

  /** A file that does not read is no session: signing in writes it anew. */
  #read(): Sessions {
    try {
      return Sessions.parse(JSON.parse(readFileSync(this.path, 'utf8')))
    } catch {
      return NONE
    }
  }

  #write(sessions: Sessions): void {
    mkdirSync(dirname(this.path), { recursive: true, mode: 0o700 })
    const next = `${this.path}.${process.pid}`
    try {
      writeFileSync(next, `${JSON.stringify(sessions, null, 2)}\n`, { mode: 0o600 })
      chmodSync(next, 0o600) // also where the process's mask is wider
      renameSync(next, this.path)
    } finally {
      rmSync(next, { force: true })
    }
  }
}
