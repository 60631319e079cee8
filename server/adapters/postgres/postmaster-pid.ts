import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

/** What a postmaster says about itself in the first lines of `postmaster.pid`. */
export type PostmasterPid = { pid: number; port: number; status: 'starting' | 'stopping' | 'ready' | 'standby' | '' }

export function readPostmasterPid(cluster: string): PostmasterPid | null {
  try {
    return parsePostmasterPid(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'))
  } catch {
    return null
  }
}

/** Null for a file that was cut short. */
export function parsePostmasterPid(text: string): PostmasterPid | null {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) return null
  return { pid, port: Number(lines[3] ?? 0), status: (lines[7] ?? '').trim() as PostmasterPid['status'] }
}

/** Somebody has this number: alive, or a zombie that its parent (in a container often nobody) does not collect. */
export function isTaken(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Alive and not a zombie, whoever it belongs to. */
export function isRunning(pid: number): boolean {
  if (process.platform !== 'linux') return isTaken(pid)
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/**
 * Is this number still the postmaster of this cluster? After a reboot or in a fresh container it is often somebody else's.
 * When in doubt, yes: PostgreSQL refuses to start beside it, and nothing of it is removed.
 */
export function isPostmasterOf(cluster: string, pid: number): boolean {
  if (!isRunning(pid)) return false
  if (process.platform !== 'linux') return commandOf(pid).includes(cluster)
  // PostgreSQL's processes, and hardly anybody else's, work in the cluster's folder.
  const folder = workingFolderOf(pid)
  return folder === null || folder === cluster
}

/** Backends live on for a moment after their postmaster was killed; a new one cannot start before they are gone. */
export async function untilNobodyWorksIn(cluster: string, patienceMs: number): Promise<boolean> {
  if (process.platform !== 'linux') return true
  const until = performance.now() + patienceMs
  while (readdirSync('/proc').some((name) => /^\d+$/.test(name) && workingFolderOf(Number(name)) === cluster)) {
    if (performance.now() > until) return false
    await sleep(20)
  }
  return true
}

function workingFolderOf(pid: number): string | null {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return null
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}
