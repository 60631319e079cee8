import type { ApplicationHealth } from '../../server/protocol/application-health.ts'
import type { Installed } from '../engine/installed.ts'
import type { Counters } from '../engine/meter.ts'
import type { Probe } from '../ports.ts'
import { askHealth, askKnown } from './ask.ts'
import { type FunctionalResult, layersOf } from './layers.ts'
import { machine, residentMb } from './machine.ts'

/** The known answers are asked for again at most this often. */
const FUNCTIONAL_EVERY_MS = 10_000

type Life = { pid: number; port: number }

/** Looks at the machine and at the application that `life` says is running. R-084: the application has 10 s at most. */
export function probeOf(dir: string, life: () => Life | null, timeoutMs: number, mono: () => number): Probe {
  const readMachine = machine(dir, mono)
  let answers: { pid: number; at: number; results: readonly FunctionalResult[] } | null = null
  let before: { pid: number; requests: number; errors: number } | null = null

  async function ask(installed: Installed, { pid, port }: Life): Promise<readonly FunctionalResult[]> {
    const results: FunctionalResult[] = []
    for (const test of installed.smokeTests) results.push(await askKnown(origin(port), test))
    answers = { pid, at: mono(), results }
    return results
  }

  async function known(installed: Installed, where: Life): Promise<readonly FunctionalResult[]> {
    const fresh = answers && answers.pid === where.pid && mono() - answers.at < FUNCTIONAL_EVERY_MS
    return fresh && answers ? answers.results : ask(installed, where)
  }

  function errorPercent(pid: number, counters: Counters | null): number | null {
    if (!counters) return null
    const last = before?.pid === pid && before.requests <= counters.requests ? before : { requests: 0, errors: 0 }
    const requests = counters.requests - last.requests
    before = { pid, requests: counters.requests, errors: counters.errors }
    return requests > 0 ? ((counters.errors - last.errors) / requests) * 100 : null
  }

  return {
    async observe({ installed, restarts, linked }) {
      const where = life()
      const [{ health, silence }, machineNow, memoryMb] = await Promise.all([
        where && installed
          ? askHealth(origin(where.port), installed.application.healthPath, timeoutMs)
          : { health: null, silence: 'the application is not running' },
        readMachine(),
        where ? residentMb(where.pid) : null,
      ])
      const functional = where && installed && health ? await known(installed, where) : []
      const counters = health && countersOf(health)
      const share = memoryMb !== null && installed ? (memoryMb / installed.memoryMb) * 100 : null
      const { memoryPercent: ofMachine, ...rest } = machineNow
      const memoryPercent = ofMachine === null && share === null ? null : Math.max(ofMachine ?? 0, share ?? 0)
      const system = { ...rest, memoryPercent, memoryMb }
      return {
        health: layersOf({
          linked,
          system,
          application: health,
          silence,
          expectedVersion: installed?.version ?? null,
          bounds: installed?.health,
          restarts,
          errorPercent: where ? errorPercent(where.pid, counters) : null,
          functional,
        }),
        reachable: health !== null,
        status: health?.status ?? null,
        version: health?.version ?? null,
        counters,
        system,
      }
    },

    async test(installed) {
      const where = life()
      if (!where) return [{ name: 'application', ok: false, because: 'it is not running' }]
      return ask(installed, where)
    },
  }
}

const origin = (port: number): string => `http://127.0.0.1:${port}`

function countersOf({ metrics }: ApplicationHealth): Counters | null {
  if (!metrics) return null
  return { requests: metrics.requests_total, errors: metrics.errors_total, latencyMs: metrics.latency_ms }
}
