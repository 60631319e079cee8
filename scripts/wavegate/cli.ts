import { resolve } from 'node:path'
import type { Command } from 'commander'
import { Client, originOf } from './client.ts'
import { Refused, Usage } from './failures.ts'
import { Output, type Streams } from './output.ts'
import { type Env, SessionFile } from './session-file.ts'

/** The surroundings of one call. */
export type World = { readonly env: Env; readonly streams: Streams; readonly stdin: NodeJS.ReadStream }

const DEFAULT_SERVER = 'http://127.0.0.1:7300'

/** What every command gets: a server, a session, a way to speak. */
export class Cli {
  readonly world: World
  readonly sessions: SessionFile

  constructor(world: World) {
    this.world = world
    this.sessions = new SessionFile(world.env)
  }

  output(command: Command): Output {
    return new Output(command.optsWithGlobals<{ json?: boolean }>().json ?? false, this.world.streams)
  }

  /** `--server`, then WAVEGATE_SERVER, then where the last sign-in went. */
  server(command: Command): string {
    const asked = command.optsWithGlobals<{ server?: string }>().server ?? this.world.env.WAVEGATE_SERVER
    return asked ? originOf(asked) : (this.sessions.lastServer ?? DEFAULT_SERVER)
  }

  client(command: Command): Client {
    const server = this.server(command)
    const session = this.sessions.find(server)
    if (!session)
      throw new Refused(`Sign in first: npm run wavegate -- login --server ${server} --email YOU`, 'forbidden')
    return new Client(server, session.cookie)
  }

  /** npm starts every script in the project; a file is meant from where the person stands. */
  file(path: string): string {
    if (path === '') throw new Usage('Name a file.')
    return resolve(this.world.env.INIT_CWD ?? process.cwd(), path)
  }
}
