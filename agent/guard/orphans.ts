import { execFile } from 'node:child_process'
import { readdir, readFile, readlink, rm } from 'node:fs/promises'
import { sep } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'

const TERM_MS = 3_000
const KILL_MS = 5_000
const LOOK_EVERY_MS = 25

/**
 * An agent that was killed leaves its application running. It is known by its process file, and known to be ours by
 * where it works (Linux) or by its command line (elsewhere), since process numbers are used again.
 */
export async function endOrphans(pidFile: string, slotsRoot: string): Promise<readonly number[]> {
  const found = await orphans(pidFile, slotsRoot)
  for (const pid of found) signal(pid, 'SIGTERM')
  const stubborn = await remaining(found, slotsRoot, TERM_MS)
  for (const pid of stubborn) signal(pid, 'SIGKILL')
  const undying = await remaining(stubborn, slotsRoot, KILL_MS)
  if (undying.length > 0)
    throw new Error(
      `process ${undying.join(', ')} of an earlier agent does not end; end it by hand, then start the agent`,
    )
  await rm(pidFile, { force: true })
  return found
}

async function orphans(pidFile: string, slotsRoot: string): Promise<number[]> {
  const noted = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10)
  const candidates =
    process.platform === 'linux' ? (await readdir('/proc')).map(Number).filter(Number.isInteger) : [noted]
  const ours = await Promise.all(candidates.map((pid) => isOurs(pid, slotsRoot)))
  return candidates.filter((pid, at) => pid > 1 && pid !== process.pid && ours[at])
}

async function isOurs(pid: number, slotsRoot: string): Promise<boolean> {
  if (!Number.isInteger(pid) || pid <= 1) return false
  if (process.platform === 'linux') {
    // A dead process that nobody has collected has no working directory any more.
    const cwd = await readlink(`/proc/${pid}/cwd`).catch(() => '')
    return cwd.startsWith(`${slotsRoot}${sep}slot-`)
  }
  const { stdout } = await promisify(execFile)('ps', ['-wwE', '-o', 'stat=,command=', '-p', String(pid)]).catch(() => ({
    stdout: '',
  }))
  return !stdout.trimStart().startsWith('Z') && stdout.includes(`WAVEGATE_HOME=${slotsRoot}`)
}

async function remaining(pids: readonly number[], slotsRoot: string, withinMs: number): Promise<number[]> {
  for (let waited = 0; ; waited += LOOK_EVERY_MS) {
    const ours = await Promise.all(pids.map((pid) => isOurs(pid, slotsRoot)))
    const left = pids.filter((_, at) => ours[at])
    if (left.length === 0 || waited >= withinMs) return left
    await sleep(LOOK_EVERY_MS)
  }
}

/** The application leads its own process group, and its children may outlive it. */
function signal(pid: number, name: NodeJS.Signals): void {
  for (const target of [-pid, pid]) {
    try {
      process.kill(target, name)
    } catch {
      // Gone already, or not the leader of a group.
    }
  }
}
