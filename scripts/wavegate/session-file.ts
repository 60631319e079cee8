import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { PrivateFile } from './private-file.ts'

const Session = z.object({ cookie: z.string(), email: z.string() })
const Sessions = z.object({
  /** where the last sign-in went: asked when nothing else names a server */
  server: z.string().nullable(),
  byServer: z.record(z.string(), Session),
})
type Session = z.infer<typeof Session>

export type Env = Readonly<Record<string, string | undefined>>

/** Where the CLI keeps what it knows of its person. */
export const configFolder = (env: Env): string =>
  join(env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config'), 'wavegate')

/** Sessions by the origin of their server, in a file only its owner may read. A session never goes to another server. */
export class SessionFile {
  readonly #file: PrivateFile<z.infer<typeof Sessions>>

  constructor(env: Env) {
    this.#file = new PrivateFile(join(configFolder(env), 'session.json'), Sessions, { server: null, byServer: {} })
  }

  get path(): string {
    return this.#file.path
  }

  get lastServer(): string | null {
    return this.#file.read().server
  }

  find(server: string): Session | null {
    return this.#file.read().byServer[server] ?? null
  }

  keep(server: string, session: Session): void {
    const known = this.#file.read()
    this.#file.write({ server, byServer: { ...known.byServer, [server]: session } })
  }

  forget(server: string): void {
    const known = this.#file.read()
    const { [server]: _gone, ...byServer } = known.byServer
    this.#file.write({ server: known.server === server ? null : known.server, byServer })
  }
}
