import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

/** A device that is a process of its own, asked without the server: by its files, its processes and its application. */
export type RealDevice = {
  readonly id: string
  /** what `active` points to, as the agent sealed it */
  onDisk(): string
  /** the managed configuration of its active slot, which anybody at the device can edit */
  configFile(): string
  /** numbers of all application processes it has, of whatever version */
  processes(): readonly number[]
  /** what its application answers to `GET /health`; null when nobody answers */
  answers(): Promise<Answer | null>
  /** its own journal, oldest first */
  journal(): readonly Entry[]
}

const Seal = z.object({ version: z.string() })
const Answer = z.object({ status: z.string(), version: z.string() })
export type Answer = z.infer<typeof Answer>

const Entry = z.object({
  number: z.int(),
  generation: z.int(),
  step: z.string(),
  outcome: z.string(),
  plan: z.object({ to: z.object({ version: z.string(), sha256: z.string() }) }).optional(),
})
export type Entry = z.infer<typeof Entry>

export function realDevice(fleet: string, id: string): RealDevice {
  const home = realpathSync(join(fleet, id))
  return {
    id,
    onDisk: () => Seal.parse(JSON.parse(readFileSync(join(home, 'active', 'VERSION'), 'utf8'))).version,
    configFile: () => join(home, 'active', 'wavegate.config.json'),
    processes: () => applicationsOf(home).map(({ pid }) => pid),
    async answers() {
      const [application] = applicationsOf(home)
      if (!application) return null
      const response = await fetch(`http://127.0.0.1:${application.port}/health`).catch(() => null)
      return response?.ok ? Answer.parse(await response.json()) : null
    },
    journal: () =>
      readFileSync(join(home, 'journal.wal'), 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => Entry.parse(JSON.parse(line.slice(CHECKSUM)))),
  }
}

/** Eight digits and a space stand before each record. */
const CHECKSUM = 9

/** Every process that was started as the application of this home, found by the environment it was given. */
function applicationsOf(home: string): { pid: number; port: number }[] {
  return environments().flatMap(({ pid, environment }) => {
    if (!environment.includes(`WAVEGATE_HOME=${home}`)) return []
    const port = environment.find((setting) => setting.startsWith('PORT='))
    return port ? [{ pid, port: Number(port.slice('PORT='.length)) }] : []
  })
}

function environments(): { pid: number; environment: readonly string[] }[] {
  if (process.platform !== 'linux') {
    const said = execFileSync('ps', ['-axwwE', '-o', 'pid=,command='], { encoding: 'utf8' })
    return said.split('\n').map((line) => ({ pid: Number.parseInt(line, 10), environment: line.split(' ') }))
  }
  return readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .map((pid) => ({ pid, environment: environmentOf(pid) }))
}

function environmentOf(pid: number): readonly string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
  } catch {
    return [] // it has ended meanwhile
  }
}
