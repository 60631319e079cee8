import { configIn, configText } from '../engine/held.ts'
import type { Installed, Slot } from '../engine/installed.ts'
import type { JournalRecord } from '../engine/journal-record.ts'
import type { Self } from '../engine/state.ts'
import { layersOf } from '../health/layers.ts'
import type { Clock, Keys, Link, Ports, Probe, Supervisor } from '../ports.ts'
import { type Agent, runAgent } from '../run.ts'
import { type MemoryDisk, memorySlots } from '../slots/memory-slots.ts'
import type { DevicePlan } from './demo-fleet.ts'
import { begin, healthOf, type Life, live, loadAt } from './modelled-app.ts'
import { normal } from './seeded-random.ts'
import type { Contents, SharedArtifacts } from './shared-artifacts.ts'
import { sleepingLink } from './sleeping-link.ts'

/** What of a device outlives the process: its journal and its slots, always of the same moment. */
export type Kept = { records: readonly JournalRecord[]; disk: MemoryDisk; contents: Record<string, Contents> }

export type MemoryParts = {
  plan: DevicePlan
  self: Self
  link: Link
  keys: Keys
  clock: Clock
  random: () => number
  artifacts: SharedArtifacts
  kept: Kept
  keep: (kept: Kept) => void
}

const AWAKE_AFTER_UPDATE_MS = 5 * 60_000

/** `edit`: somebody at the device changes its configuration by hand, key by key. */
export type MemoryDevice = Agent & { edit(keys: Installed['config']): Promise<void> }

/** A device whose agent is the real one, and whose disk, process and application are models. */
export async function startMemoryDevice(parts: MemoryParts): Promise<MemoryDevice> {
  const { plan, self, clock, random, artifacts, keys } = parts
  let records = parts.kept.records
  const contents = new Map(Object.entries(parts.kept.contents))
  let busyUntil = 0
  const keep = () => parts.keep({ records, disk: slots.disk(), contents: Object.fromEntries(contents) })
  const slots = memorySlots(parts.kept.disk, async (sha256, bounds) => {
    const found = contents.get(sha256)
    return found?.files === bounds.files && found.unpackedSize <= bounds.unpackedSize
  })
  const application = modelledApplication(plan, clock, random, (installed) => contents.get(installed.sha256) ?? null)

  const ports: Ports = {
    clock,
    random,
    log: () => {},
    keys,
    link: sleepingLink(parts.link, plan.habit, clock, random, () => clock.mono() < busyUntil),
    slots,
    supervisor: application,
    probe: application,
    // Nobody sends a model requests, so there is nothing to route.
    router: null,
    words: { read: async () => null, write: async () => {} },
    journal: {
      read: async () => records,
      async append(record) {
        records = [...records, record].slice(-200)
        keep()
      },
      async replace(next) {
        records = next
        keep()
      },
    },
    download: {
      async fetch(wanted, progressed) {
        try {
          const { sha256, size, contents: found } = await artifacts.fetch(wanted.to.sha256, wanted.path, self.deviceId)
          if (sha256 !== wanted.to.sha256 || size !== wanted.size)
            return { kind: 'wrong', because: 'the bytes do not have the digest the release promises' }
          progressed(100)
          contents.set(sha256, found)
          return { kind: 'complete' }
        } catch (error) {
          return { kind: 'interrupted', because: error instanceof Error ? error.message : String(error) }
        }
      },
      async forget() {
        const { a, b } = slots.disk()
        for (const sha256 of contents.keys()) if (a.sha256 !== sha256 && b.sha256 !== sha256) contents.delete(sha256)
      },
    },
  }
  const agent = await runAgent(self, ports, (state) => {
    if (state.update) busyUntil = clock.mono() + AWAKE_AFTER_UPDATE_MS
  })
  return {
    ...agent,
    async edit(keys) {
      const slot = slots.disk().active
      if (!slot) return
      const held = await slots.config(slot)
      const now = held.is === 'text' ? configIn(held.text) : null
      await slots.layConfig(slot, configText({ ...now, ...keys }))
      keep()
    },
  }
}

/** One process and what can be seen of it. Knows its own behaviour from the files that were laid. */
function modelledApplication(
  plan: DevicePlan,
  clock: Clock,
  random: () => number,
  contentsOf: (installed: Installed) => Contents | null,
): Supervisor & Probe {
  const lives = new Map<Slot, Life>()
  let lastWords: string[] = []

  const probe: Probe = {
    async observe({ installed, slot, restarts, linked }) {
      const mono = clock.mono()
      const hour = (clock.now() / 3_600_000) % 24
      const before = slot && lives.get(slot)
      const life = before ? live(before, mono, hour, plan.hardware.slowness, random) : null
      if (slot && life) lives.set(slot, life)
      const limitMb = installed?.memoryMb ?? 160
      const health = life && healthOf(life, mono, limitMb)
      const memoryMb = life?.memoryMb ?? null
      const system = {
        cpuPercent: clamp(
          plan.hardware.baseCpu + (life ? 22 * loadAt(hour) * life.traits.slowness : 0) + 3 * normal(random),
        ),
        memoryPercent: memoryMb === null ? 34 : Math.max(34, (memoryMb / limitMb) * 100),
        memoryMb,
        diskPercent: clamp(41 + (plan.id.length % 7)),
        temperatureC: Math.round((48 + 12 * loadAt(hour) + normal(random)) * 10) / 10,
      }
      return {
        health: layersOf({
          linked,
          system,
          application: health,
          silence: 'the health endpoint did not answer: connection refused',
          expectedVersion: installed?.version ?? null,
          bounds: installed?.health,
          restarts,
          errorPercent: life && life.requests > 0 ? life.failing * 100 : null,
          functional: life && installed ? answers(installed, life) : [],
        }),
        reachable: life !== null,
        status: health?.status ?? null,
        version: life?.version ?? null,
        counters: life && { requests: life.requests, errors: life.errors, latencyMs: life.latency },
        system,
      }
    },
    async test(installed, slot) {
      const life = lives.get(slot)
      return life ? answers(installed, life) : [{ name: 'application', ok: false, because: 'it is not running' }]
    },
  }

  return {
    ...probe,
    async clear() {},
    async start(slot, installed, exited) {
      const contents = contentsOf(installed)
      if (contents?.traits.starts) {
        lives.set(slot, begin(contents.version, contents.traits, clock.mono(), random))
        return
      }
      lives.delete(slot)
      lastWords = ["Error: ENOENT: no such file or directory, open 'calibration.json'"]
      clock.after(40, () => exited('exit code 1'))
    },
    async stop(_timeoutSeconds, slot) {
      for (const each of slot ? [slot] : [...lives.keys()]) lives.delete(each)
    },
    tail: async () => lastWords,
  }

  function answers(installed: Installed, { traits }: Life) {
    const tookMs = 17 * traits.slowness * plan.hardware.slowness
    return installed.smokeTests.map(({ name, timeoutMs, maxLatencyMs: limitMs = timeoutMs }) => ({
      name,
      ok: traits.answersRight && tookMs <= limitMs,
      tookMs,
      limitMs,
      because: traits.answersRight ? 'the known answer' : 'label is "vehicle", expected "package"',
    }))
  }
}

const clamp = (percent: number): number => Math.min(100, Math.max(0, Math.round(percent * 10) / 10))
