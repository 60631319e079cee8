import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { CannotStart } from './cannot-start.ts'
import { giveTo, type Runner } from './run-as.ts'

export const SUPERUSER = 'wavegate'

/** `folder` is PostgreSQL's own, without symbolic links in it; `logFile` is what PostgreSQL says. */
export type Cluster = { folder: string; logFile: string; password: string }

/** The cluster in `dataFolder`, made at the first start. Throws `CannotStart`. */
export async function ensureCluster(options: {
  dataFolder: string
  binaries: Binaries
  runner: Runner
  log: (line: string) => void
}): Promise<Cluster> {
  const { dataFolder, binaries, runner, log } = options
  const folder = join(dataFolder, 'postgres')
  const secret = join(dataFolder, 'postgres.secret')
  if (!existsSync(join(folder, 'PG_VERSION'))) {
    log('Making the built-in database')
    await make({ folder, secret, binaries, runner })
  }
  const madeBy = Number(readFileSync(join(folder, 'PG_VERSION'), 'utf8'))
  if (madeBy !== binaries.major)
    throw new CannotStart(
      `The database in ${folder} was made by PostgreSQL ${madeBy} and this Wavegate brings PostgreSQL ${binaries.major}: ` +
        `start the Wavegate that made it, or set WAVEGATE_DATA to another folder.`,
    )
  if (!existsSync(secret))
    throw new CannotStart(`${secret}, the password of the built-in database, is missing: restore it from a backup.`)
  giveTo(runner.owner, folder)
  return {
    folder: realpathSync(folder),
    logFile: join(dataFolder, 'postgres.log'),
    password: readFileSync(secret, 'utf8'),
  }
}

async function make(options: { folder: string; secret: string; binaries: Binaries; runner: Runner }): Promise<void> {
  const { folder, secret, binaries, runner } = options
  const draft = `${folder}.making-${process.pid}`
  const draftSecret = `${secret}.making-${process.pid}`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { mode: 0o700, recursive: true })
  try {
    writeFileSync(draftSecret, randomBytes(24).toString('base64url'), { mode: 0o600 })
    giveTo(runner.owner, draft)
    giveTo(runner.owner, draftSecret)
    await initdb({ draft, draftSecret, binaries, runner })
    // The secret first: a cluster without its secret is lost, a secret without a cluster is overwritten at the next start.
    renameSync(draftSecret, secret)
    renameSync(draft, folder)
  } finally {
    rmSync(draft, { recursive: true, force: true })
    rmSync(draftSecret, { force: true })
  }
}

function initdb(options: { draft: string; draftSecret: string; binaries: Binaries; runner: Runner }): Promise<void> {
  const { draft, draftSecret, binaries, runner } = options
  const [file, args] = runner.command(binaries.initdb, [
    `--pgdata=${draft}`,
    `--username=${SUPERUSER}`,
    `--pwfile=${draftSecret}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--no-instructions',
  ])
  return new Promise((done, fail) => {
    const child = spawn(file, args, {
      ...runner.ids,
      cwd: draft,
      env: environment(),
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    child.once('error', fail)
    child.once('close', (code) => {
      if (code === 0) done()
      else
        fail(new CannotStart(`The built-in database could not be made in ${draft}: ${said.trim().split('\n').at(-1)}`))
    })
  })
}

/** Nothing of the caller's environment: PGDATA, PGPORT or a locale would quietly change what is started. */
export function environment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', TZ: 'UTC', NODE_ENV: process.env.NODE_ENV }
}
