import { execFile } from 'node:child_process'
import { readdir, readFile, statfs } from 'node:fs/promises'
import { cpus, freemem, totalmem } from 'node:os'
import { promisify } from 'node:util'

const run = promisify(execFile)

export type MachineReading = {
  cpuPercent: number | null
  memoryPercent: number | null
  diskPercent: number | null
  temperatureC: number | null
}

/** A processor that is busy for a moment is doing its work: what counts is the mean of this long. */
const PROCESSOR_WINDOW_MS = 30_000

/** R-092, of the machine. */
export function machine(dir: string, mono: () => number): () => Promise<MachineReading> {
  let readings = [{ at: mono(), ...ticks() }]
  return async () => {
    const now = { at: mono(), ...ticks() }
    readings = [...readings.filter(({ at }) => now.at - at <= PROCESSOR_WINDOW_MS), now]
    const first = readings[0] ?? now
    const cpuPercent = now.total > first.total ? percent(now.busy - first.busy, now.total - first.total) : null
    const [memoryPercent, diskPercent, temperatureC] = await Promise.all([memory(), disk(dir), temperature()])
    return { cpuPercent, memoryPercent, diskPercent, temperatureC }
  }
}

/** Resident memory of one process in MB. */
export async function residentMb(pid: number): Promise<number | null> {
  if (process.platform === 'linux') {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    return kilobytes(status, /^VmRSS:\s+(\d+) kB/m)
  }
  const { stdout } = await run('ps', ['-o', 'rss=', '-p', String(pid)]).catch(() => ({ stdout: '' }))
  return kilobytes(stdout, /^\s*(\d+)/)
}

function ticks(): { busy: number; total: number } {
  let busy = 0
  let total = 0
  for (const { times } of cpus()) {
    busy += times.user + times.nice + times.sys + times.irq
    total += times.user + times.nice + times.sys + times.irq + times.idle
  }
  return { busy, total }
}

/** Cache that can be given back at once is free memory; what counts as such is each system's own affair. */
async function memory(): Promise<number | null> {
  if (process.platform === 'linux') {
    const info = await readFile('/proc/meminfo', 'utf8').catch(() => '')
    const total = kilobytes(info, /^MemTotal:\s+(\d+)/m)
    const available = kilobytes(info, /^MemAvailable:\s+(\d+)/m)
    return total && available !== null ? percent(total - available, total) : null
  }
  if (process.platform === 'darwin') {
    const { stdout } = await run('memory_pressure', ['-Q']).catch(() => ({ stdout: '' }))
    const free = /free percentage: (\d+)%/.exec(stdout)?.[1]
    return free === undefined ? null : 100 - Number(free)
  }
  return percent(totalmem() - freemem(), totalmem())
}

async function disk(dir: string): Promise<number | null> {
  const found = await statfs(dir).catch(() => null)
  return found && found.blocks > 0 ? percent(found.blocks - found.bavail, found.blocks) : null
}

async function temperature(): Promise<number | null> {
  const zones = await readdir('/sys/class/thermal').catch(() => [])
  const readings = await Promise.all(
    zones
      .filter((zone) => zone.startsWith('thermal_zone'))
      .map(async (zone) =>
        Number.parseInt(await readFile(`/sys/class/thermal/${zone}/temp`, 'utf8').catch(() => ''), 10),
      ),
  )
  const degrees = readings.filter((value) => Number.isFinite(value) && value > 0).map((value) => value / 1000)
  return degrees.length > 0 ? Math.max(...degrees) : null
}

function kilobytes(text: string, pattern: RegExp): number | null {
  const found = pattern.exec(text)?.[1]
  return found === undefined ? null : Number(found) / 1024
}

const percent = (part: number, whole: number): number => Math.min(100, Math.max(0, (part / whole) * 100))
