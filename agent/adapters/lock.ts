import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'

/** Two agents on one folder would fight over one device. A lock whose process is gone is nobody's. */
export async function lockDirectory(dir: string): Promise<void> {
  const holder = await holderOf(dir)
  if (holder !== null)
    throw new Error(`another agent (process ${holder}) already uses ${dir}; stop it, or give this one its own --dir`)
  await writeFile(lockFile(dir), `${process.pid} ${await birthOf(process.pid)}\n`)
}

/** The process that holds the folder; numbers are used again, but not with the same time of birth. */
export async function holderOf(dir: string): Promise<number | null> {
  const [pid = '', ...began] = (await readFile(lockFile(dir), 'utf8').catch(() => '')).trim().split(' ')
  const holder = Number.parseInt(pid, 10)
  if (!(holder > 1) || holder === process.pid || began.length === 0) return null
  return (await birthOf(holder)) === began.join(' ') ? holder : null
}

const lockFile = (dir: string): string => join(dir, 'agent.pid')

/** When a process began, in the system's own words; empty when there is none. */
async function birthOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' || state === undefined ? '' : (fields[18] ?? '')
  }
  const { stdout } = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return stdout.trim().replaceAll(/\s+/g, ' ')
}
