import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import type { Effect } from '../engine/effect.ts'
import type { Alarm, Happening } from '../engine/happening.ts'
import { configAtStart, configText, type Held, type HeldSlots, type HeldText } from '../engine/held.ts'
import type { Disk, Installed, Slot } from '../engine/installed.ts'
import type { JournalRecord } from '../engine/journal-record.ts'
import { asleep, type Self, type State } from '../engine/state.ts'
import { step } from '../engine/step.ts'
import { digestOfConfig } from '../slots/sealed-files.ts'
import { moment, observation, SELF } from './values.ts'

/** How the releases of this world behave, by version. */
export type Behaviour = 'good' | 'crash' | 'wrong' | 'mute'

/**
 * A device as values: the pure engine, a disk, a journal and one application, without a clock or a promise. `cut` takes
 * the power away right before the nth effect that reaches the disk; `boot` is all that comes after.
 */
export function pocketDevice(start: Disk, behaves: (version: string) => Behaviour, self: Self = SELF) {
  const texts: Record<Slot, HeldText> = { a: asLaid(start.a), b: asLaid(start.b) }
  const changed: Record<Slot, Held['changed']> = { a: [], b: [] }
  let state: State = asleep(self)
  let disk = start
  let records: readonly JournalRecord[] = []
  const apps = new Map<Slot, { installed: Installed; run: number }>()
  /** where traffic goes: the router of this world follows `active` and goes back by itself only when it is let */
  let routed: Slot | null = start.active
  let routerTrial: { back: Slot } | null = null
  let given: Installed['config'] | null = null
  let mono = 0
  let untilCut = Number.POSITIVE_INFINITY
  let dark = false
  let starts = 0
  const queue: Happening[] = []
  const alarms = new Map<Alarm, number>()

  const device = {
    state: () => state,
    disk: () => disk,
    records: () => records,
    /** what serves: the application of the active slot */
    app: () => (disk.active && apps.get(disk.active)?.installed) ?? null,
    beside: () => apps.get(disk.active === 'a' ? 'b' : 'a')?.installed ?? null,
    routed: () => routed,
    /** the agent is dead for longer than a trial of the router */
    routerGoesBack(): void {
      if (!routerTrial) return
      routed = routerTrial.back
      disk = { ...disk, active: routed }
      routerTrial = null
    },
    /** the configuration the application was started with */
    given: () => given,
    starts: () => starts,
    dark: () => dark,
    text: (slot: Slot) => texts[slot],

    /** somebody edits the configuration at the device; it is seen with the next look */
    edit(slot: Slot, text: string | null): void {
      texts[slot] = text === null ? { is: 'missing' } : { is: 'text', text }
      device.happen({ type: 'looked', held: held() })
    },

    /** a byte of a file flips */
    damage(slot: Slot, files: Held['changed']): void {
      changed[slot] = files
      device.happen({ type: 'looked', held: held() })
    },

    boot(): void {
      state = asleep(self)
      apps.clear()
      routed = disk.active
      routerTrial = null
      dark = false
      untilCut = Number.POSITIVE_INFINITY
      queue.length = 0
      alarms.clear()
      device.happen({ type: 'woke-up', records, disk, words: null })
    },

    /** power goes right before the nth durable effect from now on */
    cutBefore(effects: number): void {
      untilCut = effects
    },

    happen(...happenings: readonly Happening[]): void {
      queue.push(...happenings)
      for (let next = queue.shift(); next && !dark; next = queue.shift()) {
        const moved = step(state, next, moment(mono))
        state = moved.next
        for (const effect of moved.effects) if (!dark) perform(effect)
      }
    },

    /** lets time pass, alarm by alarm, until nothing is under way */
    settle(seconds = 200): void {
      const until = mono + seconds * 1000
      while (!dark) {
        const [alarm, at] = [...alarms].sort(([, one], [, other]) => one - other)[0] ?? []
        if (!alarm || at === undefined || at > until) return
        mono = Math.max(mono, at)
        alarms.delete(alarm)
        device.happen({ type: 'alarm', alarm })
      }
    },
  }

  function held(): HeldSlots {
    const of = (slot: Slot): Held | null =>
      disk[slot] && { config: texts[slot], configDigest: digestOfConfig(texts[slot]), files: 3, changed: changed[slot] }
    return { a: of('a'), b: of('b') }
  }

  /** A write that power may cut. Answers false when it did. */
  function durable(write: () => void): void {
    if (untilCut === 0) {
      dark = true
      return
    }
    untilCut -= 1
    write()
  }

  function perform(effect: Effect): void {
    switch (effect.do) {
      case 'record':
        durable(() => {
          records = [...records, effect.record]
        })
        return
      case 'activate':
        durable(() => {
          disk = { ...disk, active: effect.slot }
        })
        if (!dark) {
          routed = effect.slot
          routerTrial = effect.trial ?? null
        }
        return
      case 'settle-traffic': {
        const kept = routed === effect.slot
        if (kept) routerTrial = null
        queue.push({ type: 'traffic-settled', generation: effect.generation, kept })
        return
      }
      case 'unpack': {
        const { generation, toSlot, to } = effect.plan
        durable(() => {
          disk = { ...disk, [toSlot]: null }
        })
        if (!dark)
          durable(() => {
            disk = { ...disk, [toSlot]: to }
            texts[toSlot] = asLaid(to)
            changed[toSlot] = []
          })
        if (!dark) queue.push({ type: 'unpacked', generation, disk })
        return
      }
      case 'lay-config':
        durable(() => {
          texts[effect.slot] = effect.text === null ? { is: 'missing' } : { is: 'text', text: effect.text }
        })
        if (!dark) queue.push({ type: 'looked', held: held() })
        return
      case 'drop-slot':
        durable(() => {
          disk = { ...disk, [effect.slot]: null }
          changed[effect.slot] = []
        })
        if (!dark) queue.push({ type: 'looked', held: held() })
        return
      case 'look':
        queue.push({ type: 'looked', held: held() })
        return
      case 'start-app': {
        starts += 1
        const config = configAtStart(texts[effect.slot], effect.installed.config)
        queue.push({ type: 'app-started', run: effect.run, config: canonicalJson(config) })
        const runs = behaves(effect.installed.version) !== 'crash'
        if (runs) apps.set(effect.slot, { installed: effect.installed, run: effect.run })
        else apps.delete(effect.slot)
        given = runs ? config : null
        if (!runs) queue.push({ type: 'app-exited', run: effect.run, because: 'exit code 1' })
        return
      }
      case 'stop-app':
        apps.clear()
        queue.push({ type: 'app-stopped' })
        return
      case 'stop-beside':
        apps.delete(effect.slot)
        return
      case 'observe': {
        const app = effect.slot && apps.get(effect.slot)?.installed
        const version = app && behaves(app.version) !== 'mute' ? app.version : null
        const { run, standby } = effect
        queue.push({ type: 'observed', run, standby, observation: observation(version) })
        return
      }
      case 'smoke-test': {
        const ok = behaves(effect.installed.version) !== 'wrong'
        queue.push({ type: 'smoke-tested', run: effect.run, results: [{ name: 'known frame', ok, because: 'label' }] })
        return
      }
      case 'check-signature':
        queue.push({ type: 'verified', generation: effect.generation, signed: true })
        return
      case 'check-standby':
        queue.push({ type: 'standby-checked', generation: effect.generation, intact: true })
        return
      case 'download':
        queue.push({ type: 'download-ended', generation: effect.plan.generation, end: { kind: 'complete' } })
        return
      case 'alarm':
        alarms.set(effect.alarm, mono + effect.afterMs)
        // The server is far away in this world, and reports are not what it is about.
        if (effect.alarm === 'connect' || effect.alarm === 'report') alarms.delete(effect.alarm)
        return
      case 'silence':
        alarms.delete(effect.alarm)
        return
      case 'collect-logs':
      case 'cancel-download':
      case 'compact':
      case 'connect':
      case 'disconnect':
      case 'change-key':
      case 'keep-key':
      case 'doubt-key':
      case 'greet':
      case 'send':
        return
    }
  }

  return device
}

const asLaid = (installed: Installed | null): HeldText =>
  installed ? { is: 'text', text: configText(installed.config) } : { is: 'missing' }
