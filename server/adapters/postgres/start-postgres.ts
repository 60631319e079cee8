import { join } from 'node:path'
import { locateBinaries } from './binaries.ts'
import { ensureCluster } from './cluster.ts'
import { ensureDatabase } from './ensure-database.ts'
import { bringUp } from './postmaster.ts'
import { whoRuns } from './run-as.ts'
import { supervise } from './supervise.ts'

export type Postgres = {
  /** stays the same for as long as this handle lives, also when the database had to be started again */
  readonly url: string
  /** of the postmaster that runs now */
  readonly pid: number
  /** a postmaster that had outlived an earlier server was taken over */
  readonly adopted: boolean
  /** fast shutdown: open transactions are rolled back, everything committed is on disk. Calling it twice is harmless */
  stop(): Promise<void>
}

/**
 * Runs a real PostgreSQL inside `dataFolder` and keeps it running: the first call makes the cluster, a later one starts it
 * (with crash recovery after a kill) or adopts the postmaster that is still alive; one that dies comes back on the same port.
 * Hold the folder first (`holdDataFolder`): two callers on one folder would share one database and stop it for each other.
 * `settings` are PostgreSQL's own, by name, and win over ours.
 * Throws `CannotStart`.
 */
export async function startPostgres(options: {
  dataFolder: string
  log: (line: string) => void
  settings?: Readonly<Record<string, string>>
}): Promise<Postgres> {
  const { dataFolder, log, settings = {} } = options
  const binaries = locateBinaries()
  const runner = whoRuns(dataFolder, binaries)
  const cluster = await ensureCluster({ dataFolder, binaries, runner, log })
  const first = await bringUp({ cluster, binaries, runner, log, settings, port: null })
  const address = { port: first.port, password: cluster.password }
  const url = await ensureDatabase(address, join(dataFolder, 'postgres.log'))
  const supervised = supervise({
    pid: first.pid,
    cluster,
    log,
    again: () => bringUp({ cluster, binaries, runner, log, settings, port: first.port }),
  })
  return {
    url,
    get pid() {
      return supervised.pid
    },
    adopted: first.adopted,
    stop: supervised.stop,
  }
}
