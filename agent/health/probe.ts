import type { ApplicationHealth } from '../../server/protocol/application-health.ts'
import type { Installed, Slot } from '../engine/installed.ts'
import type { Counters } from '../engine/meter.ts'
import type { Probe } from '../ports.ts'
import { askHealth, askKnown } from './ask.ts'
import { type FunctionalResult, layersOf } from './layers.ts'
import { machine, residentMb } from './machine.ts'

/** The known answers are asked for again at most this often. */
const FUNCTIONAL_EVERY_MS = 10_000

type Life = { pid: number; port: number }

/** Looks at the machine and at the application that `life` says is running in a slot. R-084: the application has 10 s at most. */
export function probeOf(dir: string, life: (slot: Slot) => Life | null, timeoutMs: number, mono: () => number): Probe {
  const readMachine = machine(dir, mono)
  const answers = latest<{ at: number; results: readonly FunctionalResult[] }>()
  const before = latest<{ requests: number; errors: number }>()

  async function ask(installed: Installed, { pid, port }: Life): Promise<readonly FunctionalResult[]> {
    const results: FunctionalResult[] = []
    for (const test of installed.smokeTests) results.push(await askKnown(origin(port), test))
    answers.keep(pid, { at: mono(), results })
    return results
  }

  async function known(installed: Installed, where: Life): Promise<readonly FunctionalResult[]> {
    const last = answers.of(where.pid)
    return last && mono() - last.at < FUNCTIONAL_EVERY_MS ? last.results : ask(installed, where)
  }

  function errorPercent(pid: number, counters: Counters | null): number | null {
    if (!counters) return null
    const known = before.of(pid)
    const last = known && known.requests <= counters.requests ? known : { requests: 0, errors: 0 }
    const requests = counters.requests - last.requests
    before.keep(pid, { requests: counters.requests, errors: counters.errors })
    return requests > 0 ? ((counters.errors - last.errors) / requests) * 100 : null
  }

  return {
    async observe({ installed, slot, restarts, linked }) {
      const where = slot && life(slot)
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

    async test(installed, slot) {
      const where = life(slot)
      if (!where) return [{ name: 'application', ok: false, because: 'it is not running' }]
      return ask(installed, where)
    },
  }
}

/** Of the two processes that may run at once. */
function latest<T>() {
  const kept = new Map<number, T>()
  return {
    of: (pid: number): T | undefined => kept.get(pid),
    keep(pid: number, value: T): void {
      kept.delete(pid)
      kept.set(pid, value)
      const [oldest] = kept.keys()
      if (kept.size > 2 && oldest !== undefined) kept.delete(oldest)
    },
  }
}

const origin = (port: number): string => `http://127.0.0.1:${port}`

function countersOf({ metrics }: ApplicationHealth): Counters | null {
  if (!metrics) return null
  return { requests: metrics.requests_total, errors: metrics.errors_total, latencyMs: metrics.latency_ms }
}
