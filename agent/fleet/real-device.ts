import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { holderOf } from '../adapters/lock.ts'
import { processEnvironment } from '../adapters/process-environment.ts'
import { freePort } from '../guard/free-port.ts'
import type { DevicePlan } from './demo-fleet.ts'

const RESTART_MS = 1_000
const AGENT = join(import.meta.dirname, '..', 'main.ts')

export type RealOptions = {
  server: string
  token: string | undefined
  dir: string
  factory: string
  reconnectMaxSeconds: number
}

/** An agent process of its own, started again when it dies, as an init system would. Its words go to `agent.log`. */
export async function startRealDevice(plan: DevicePlan, options: RealOptions): Promise<{ stop(): Promise<void> }> {
  const dir = join(options.dir, plan.id)
  mkdirSync(dir, { recursive: true, mode: 0o700 })
  await endEarlier(dir)
  let stopping = false
  const routerPort = await freePort()
  let child: ChildProcess | null = null
  let again: NodeJS.Timeout | undefined

  function start(): void {
    const log = openSync(join(dir, 'agent.log'), 'a', 0o600)
    const started = spawn(
      process.execPath,
      [AGENT, ...argumentsOf(plan, dir, options), '--router-port', String(routerPort)],
      {
        env: { ...processEnvironment(), ...(options.token ? { WAVEGATE_AGENT_TOKEN: options.token } : {}) },
        stdio: ['ignore', log, log],
      },
    )
    child = started
    started.once('exit', () => {
      child = null
      if (!stopping) again = setTimeout(start, RESTART_MS)
    })
  }

  start()
  return {
    async stop() {
      stopping = true
      clearTimeout(again)
      const ending = child
      if (!ending) return
      const gone = new Promise((resolve) => ending.once('exit', resolve))
      ending.kill('SIGTERM')
      await gone
    },
  }
}

function argumentsOf(plan: DevicePlan, dir: string, { server, factory, reconnectMaxSeconds }: RealOptions): string[] {
  const { hardware, labels } = plan
  return [
    ...['--server', server, '--dir', dir, '--id', plan.id, '--name', plan.name, '--site', plan.siteId],
    ...['--hardware-type', hardware.hardwareType, '--architecture', hardware.architecture],
    ...['--memory-mb', String(hardware.memoryMb), '--disk-mb', String(hardware.diskMb)],
    ...['--fidelity', String(plan.fidelity), '--factory', factory, '--reconnect-max', String(reconnectMaxSeconds)],
    ...Object.entries(labels).flatMap(([key, value]) => ['--label', `${key}=${value}`]),
    ...(plan.singlePointOfFailure ? ['--single-point-of-failure'] : []),
  ]
}

/** A fleet that was killed leaves its agents running; the new one takes their places. */
async function endEarlier(dir: string): Promise<void> {
  for (let waited = 0; waited < 200; waited += 1) {
    const holder = await holderOf(dir)
    if (holder === null) return
    process.kill(holder, waited < 150 ? 'SIGTERM' : 'SIGKILL')
    await sleep(100)
  }
  throw new Error(`an earlier agent of ${dir} does not end; end it by hand`)
}
