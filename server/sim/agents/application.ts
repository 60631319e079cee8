import type { Installed, Slot } from '../../../agent/engine/installed.ts'
import type { Counters } from '../../../agent/engine/meter.ts'
import { layersOf } from '../../../agent/health/layers.ts'
import type { Probe, Supervisor } from '../../../agent/ports.ts'
import { sketchBin } from '../../protocol/sketch.ts'
import type { Behaviour } from '../behaviour.ts'
import type { SimulatedClock } from '../simulated-clock.ts'
import type { Power } from './power.ts'

const REQUESTS_PER_SECOND = 20
const LATENCY_MS = 20
const MEMORY_PERCENT = 40
/** Milliseconds an act of it takes. */
const TAKES = { start: 150, stop: 100, look: 20, test: 60, crash: 120 }

type Run = { installed: Installed; since: number; until: number; counters: Counters; failing: number | null }

type World = {
  readonly clock: SimulatedClock
  readonly power: Power
  readonly behaves: (installed: Installed) => Behaviour
  /** where the traffic goes */
  readonly active: () => Slot | null
  /** a version may break the network of its device */
  readonly unplug: () => void
}

/** The processes of a device and what can be seen of them: what a version does is told by the story, the rest is arithmetic. */
export function simulatedApplication({ clock, power, behaves, active, unplug }: World) {
  const runs = new Map<Slot, Run>()

  const secondsOf = (run: Run) => (clock.mono() - run.since) / 1000

  /** What is the matter with it by now. */
  function shows(run: Run): Behaviour {
    const behaviour = behaves(run.installed)
    return secondsOf(run) >= (behaviour.after ?? 0) ? behaviour : {}
  }

  function crashesIn(installed: Installed, slot: Slot): number | null {
    const { failsWith, failsOnStandby, after } = behaves(installed)
    const fails = slot === active() ? failsWith : (failsOnStandby ?? failsWith)
    return fails === 'crash-loop' || fails === 'start-failed' ? TAKES.crash + (after ?? 0) * 1000 : null
  }

  /** Requests come to the slot that has the traffic, and were answered until now. */
  function live(slot: Slot, run: Run): Run {
    const { errorRate = 0, latencyMs = LATENCY_MS } = shows(run)
    const now = clock.mono()
    const requests = slot === active() ? Math.round(((now - run.until) / 1000) * REQUESTS_PER_SECOND) : 0
    const errors = Math.round(requests * errorRate)
    const bin = sketchBin(latencyMs)
    const before = run.counters
    const lived: Run = {
      ...run,
      until: now,
      failing: requests > 0 ? (errors / requests) * 100 : run.failing,
      counters: {
        requests: before.requests + requests,
        errors: before.errors + errors,
        latencyMs: { ...before.latencyMs, [bin]: (before.latencyMs[bin] ?? 0) + requests },
      },
    }
    runs.set(slot, lived)
    return lived
  }

  function answers({ installed, ...run }: Run, slot: Slot) {
    const { failsWith, failsOnStandby } = behaves(installed)
    const fails = slot === active() ? failsWith : (failsOnStandby ?? failsWith)
    const ok = fails !== 'smoke-test-failed' || secondsOf({ installed, ...run }) < (behaves(installed).after ?? 0)
    return installed.smokeTests.map(({ name, timeoutMs }) => ({
      name,
      ok,
      tookMs: 17,
      limitMs: timeoutMs,
      because: ok ? 'the known answer' : 'label is "vehicle", expected "package"',
    }))
  }

  const supervisor: Supervisor = {
    clear: () => power.spend('stop the application', 0, () => runs.clear()),
    start: (slot, installed, exited) =>
      power.spend('start the application', TAKES.start, () => {
        const since = clock.mono()
        const counters = { requests: 0, errors: 0, latencyMs: {} }
        const run = { installed, since, until: since, counters, failing: null }
        runs.set(slot, run)
        power.after((behaves(installed).after ?? 0) * 1000, () => {
          if (runs.get(slot)?.since === since && behaves(installed).dark) unplug()
        })
        const crash = crashesIn(installed, slot)
        if (crash === null) return
        power.after(crash, () => {
          if (runs.get(slot)?.since !== since) return
          runs.delete(slot)
          exited('exit code 1')
        })
      }),
    stop: (_, slot) =>
      power.spend('stop the application', TAKES.stop, () => {
        for (const each of slot ? [slot] : [...runs.keys()]) runs.delete(each)
      }),
    tail: async () => [],
  }

  const probe: Probe = {
    observe: ({ installed, slot, restarts, linked }) =>
      power.spend('ask the application', TAKES.look, () => {
        const found = slot && runs.get(slot)
        const run = slot && found ? live(slot, found) : null
        const bad = run ? shows(run) : {}
        const mute = bad.silent === true || bad.failsWith === 'health-not-proven'
        const own = run && bad.memoryPercent?.(secondsOf(run))
        const memoryPercent = bad.failsWith === 'memory-limit' ? 95 : (own ?? MEMORY_PERCENT)
        const system = { cpuPercent: 10, memoryPercent, memoryMb: 100, diskPercent: 30, temperatureC: null }
        const version = bad.failsWith === 'version-mismatch' ? '0.0.0' : (run?.installed.version ?? '')
        const answering = run !== null && !mute
        return {
          health: layersOf({
            linked,
            system,
            application: answering
              ? { status: 'healthy', version, uptime_seconds: Math.round(secondsOf(run)), checks: {} }
              : null,
            silence: run ? 'the health endpoint does not answer' : 'the application is not running',
            expectedVersion: installed?.version ?? null,
            restarts,
            errorPercent: run?.failing ?? null,
            functional: answering && slot ? answers(run, slot) : [],
          }),
          reachable: answering,
          status: answering ? 'healthy' : null,
          version: answering ? version : null,
          counters: answering ? run.counters : null,
          system,
        }
      }),
    test: (_, slot) =>
      power.spend('ask the application', TAKES.test, () => {
        const run = runs.get(slot)
        return run ? answers(run, slot) : [{ name: 'application', ok: false, because: 'it is not running' }]
      }),
  }

  return { ...supervisor, ...probe, runs: (slot: Slot | null) => (slot && runs.get(slot)?.installed) ?? null }
}
