import { readdirSync, readFileSync } from 'node:fs'

/** Linux counts in hundredths of a second, whatever the machine. */
const TICK_US = 10_000

/** Microseconds of processor these processes have used, and for `parents` also their children: PostgreSQL's backends. */
export function processorTime(pids: readonly number[], parents: readonly number[] = []): number {
  const family = new Set([...pids, ...parents])
  for (const name of readdirSync('/proc')) {
    const stat = /^\d+$/.test(name) ? fields(Number(name)) : null
    if (stat && parents.includes(stat.parent)) family.add(Number(name))
  }
  let total = 0
  for (const pid of family) total += (fields(pid)?.ticks ?? 0) * TICK_US
  // A backend that ended between two readings has left its time with its parent.
  for (const pid of parents) total += (fields(pid)?.endedChildren ?? 0) * TICK_US
  return total
}

export function residentMb(pid: number): number {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
  return Number(kilobytes) / 1024
}

function fields(pid: number): { parent: number; ticks: number; endedChildren: number } | null {
  try {
    // The name is in parentheses and may hold anything: count from its end.
    const rest = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
    const [user, system, endedUser, endedSystem] = rest.slice(11, 15).map(Number) as [number, number, number, number]
    return { parent: Number(rest[1]), ticks: user + system, endedChildren: endedUser + endedSystem }
  } catch {
    return null
  }
}
