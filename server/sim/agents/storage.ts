import type { Installed } from '../../../agent/engine/installed.ts'
import type { JournalRecord } from '../../../agent/engine/journal-record.ts'
import type { LastWords } from '../../../agent/engine/last-words.ts'
import type { Download, Journal, KeptWords } from '../../../agent/ports.ts'
import { type SlotDriver, SlotProblem } from '../../../agent/slots/driver.ts'
import { EMPTY_DISK, memorySlots } from '../../../agent/slots/memory-slots.ts'
import type { Installation } from '../installation.ts'
import { installedOf } from './catalogue.ts'
import type { Power } from './power.ts'

/** Milliseconds until it is on the disk. */
const FSYNC = 4
const UNPACKING = 250

/** Everything of a device that outlives its power: it is there once the write that made it has ended, or it never was. */
export class Storage {
  readonly slots: ReturnType<typeof memorySlots>
  records: readonly JournalRecord[] = []
  #words: LastWords | null = null
  /** what was downloaded and is not laid yet, by digest */
  readonly #archives = new Map<string, Installed>()

  constructor(factory: Installation) {
    const { sha256 } = factory
    const a = { sha256, installed: installedOf(factory) }
    this.slots = memorySlots({ ...EMPTY_DISK, active: 'a', a }, async (wanted) => this.#archives.has(wanted))
  }

  losePower(): void {
    this.slots.losePower()
  }

  journal(power: Power): Journal {
    return {
      read: () => power.spend('read the journal', 0, () => this.records),
      append: (record) =>
        power.spend('write the journal', FSYNC, () => {
          this.records = [...this.records, record]
        }),
      replace: (records) =>
        power.spend('write the journal', FSYNC, () => {
          this.records = records
        }),
    }
  }

  words(power: Power): KeptWords {
    return {
      read: async () => this.#words,
      write: (words) =>
        power.spend('keep words', FSYNC, () => {
          this.#words = words
        }),
    }
  }

  /** `broken`: what of the archive cannot be laid */
  driver(power: Power, broken: (archive: Installed) => 'unpack-failed' | 'disk-full' | null): SlotDriver {
    const { slots } = this
    return {
      look: () => power.spend('look at the slots', 0, slots.look),
      held: () => power.spend('look at the slots', 0, slots.held),
      config: (slot) => power.spend('look at the slots', 0, () => slots.config(slot)),
      intact: (slot) => power.spend('check a slot', 50, () => slots.intact(slot)),
      clear: (slot) => power.spend('clear a slot', FSYNC, () => slots.clear(slot)),
      fill: (slot, sha256, bounds) =>
        power.spend('fill a slot', UNPACKING, () => {
          const archive = this.#archives.get(sha256)
          const problem = archive && broken(archive)
          if (problem === 'disk-full') throw new SlotProblem('no space left on the device', true)
          if (problem) throw new SlotProblem('the archive ends in the middle of a file')
          return slots.fill(slot, sha256, bounds)
        }),
      seal: (slot, installed) => power.spend('seal a slot', FSYNC, () => slots.seal(slot, installed)),
      layConfig: (slot, text) => power.spend('write a configuration', FSYNC, () => slots.layConfig(slot, text)),
      activate: (slot) => power.spend('switch', FSYNC, () => slots.activate(slot)),
    }
  }

  /** `fetch`: the bytes themselves, through the network; whole or not at all */
  download(power: Power, fetch: Download['fetch']): Download {
    return {
      fetch: (plan, progressed, signal) =>
        power.spend('download', 0, async () => {
          const end = await fetch(plan, progressed, signal)
          if (end.kind === 'complete') this.#archives.set(plan.to.sha256, plan.to)
          return end
        }),
      forget: (sha256) =>
        power.spend('clear a slot', FSYNC, () => {
          this.#archives.delete(sha256)
        }),
    }
  }
}
