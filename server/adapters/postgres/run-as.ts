import { spawnSync } from 'node:child_process'
import { chmodSync, chownSync, lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { CannotStart } from './cannot-start.ts'

/**
 * How a PostgreSQL program is started: PostgreSQL refuses to run as root.
 * `command` puts what is needed before the program; `ids` are for `spawn`; `owner` must own the cluster's files.
 */
export type Runner = {
  command(program: string, args: readonly string[]): readonly [string, string[]]
  ids: { uid?: number; gid?: number }
  owner: { uid: number; gid: number } | null
}

const plain: Runner = { command: (program, args) => [program, [...args]], ids: {}, owner: null }

/**
 * As an ordinary user: as that user. As root: in a user namespace where root looks like an ordinary user (nothing changes
 * hands and a private home of root is no obstacle), and where the kernel allows none, as a user the system has for it.
 */
export function whoRuns(dataFolder: string, binaries: Binaries): Runner {
  if (process.getuid?.() !== 0) return plain
  const stranger = ordinaryUser(readFileSync('/etc/passwd', 'utf8'))
  if (!stranger) throw new CannotStart(asRoot('there is no ordinary user in /etc/passwd'))
  const namespaced: Runner = {
    command: (program, args) => ['unshare', [...mapTo(stranger), program, ...args]],
    ids: {},
    owner: { uid: 0, gid: 0 },
  }
  if (works(namespaced, dataFolder, binaries)) return namespaced
  chmodSync(dataFolder, 0o711) // that user passes through; it still can list and read nothing of ours
  const other: Runner = { ...plain, ids: { uid: stranger.uid, gid: stranger.gid }, owner: stranger }
  if (works(other, dataFolder, binaries)) return other
  throw new CannotStart(
    asRoot(`user namespaces are off and user ${stranger.name} cannot run ${binaries.postgres} in ${dataFolder}`),
  )
}

type User = { name: string; uid: number; gid: number }

/** PostgreSQL looks its user up by number, so it must be one that exists: the one made for it, the one made for nothing, or any. */
export function ordinaryUser(passwd: string): User | undefined {
  const users = passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && Number(uid) > 0 ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
  return users.find(({ name }) => name === 'postgres') ?? users.find(({ name }) => name === 'nobody') ?? users[0]
}

/** Everything in the cluster belongs to whoever runs it, also after a change of runner (a restored backup, another kernel). */
export function giveTo(owner: Runner['owner'], path: string): void {
  if (!owner) return
  const entry = lstatSync(path)
  if (entry.uid !== owner.uid || entry.gid !== owner.gid) chownSync(path, owner.uid, owner.gid)
  if (entry.isDirectory()) for (const name of readdirSync(path)) giveTo(owner, join(path, name))
}

const mapTo = ({ uid, gid }: User) => ['--user', `--map-user=${uid}`, `--map-group=${gid}`]

function works(runner: Runner, dataFolder: string, { postgres }: Binaries): boolean {
  const [file, args] = runner.command('/bin/sh', ['-c', 'cd "$0" && exec "$1" --version', dataFolder, postgres])
  return spawnSync(file, args, { ...runner.ids, cwd: '/', stdio: 'ignore' }).status === 0
}

const asRoot = (why: string) =>
  `The built-in database cannot run as root here (${why}): start Wavegate as an ordinary user, or set DATABASE_URL.`
