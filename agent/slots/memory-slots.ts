import type { ChangedFile } from '../../server/protocol/inventory.ts'
import { asSealed, configText, type Held, type HeldSlots, type HeldText } from '../engine/held.ts'
import type { Disk, Installed, Slot } from '../engine/installed.ts'
import type { Bounds, SlotDriver } from './driver.ts'
import { digestOfConfig } from './sealed-files.ts'

/** `config`: text of the managed configuration when it is another than was sealed; `changed`: files that are. */
type Place = {
  sha256: string | null
  installed: Installed | null
  config?: string | null | undefined
  changed?: readonly ChangedFile[] | undefined
}

/** What a power cut leaves. */
export type MemoryDisk = { active: Slot | null; a: Place; b: Place }

export const EMPTY_DISK: MemoryDisk = {
  active: null,
  a: { sha256: null, installed: null },
  b: { sha256: null, installed: null },
}

/**
 * The same slots without a disk. Writes go to a cache first and become durable when a function ends, as fsync would
 * make them; `losePower` forgets the cache.
 */
export function memorySlots(start: MemoryDisk, has: (sha256: string, bounds: Bounds) => Promise<boolean>) {
  let durable = start
  let cached = start
  const sync = () => {
    durable = cached
  }
  const place = (slot: Slot, next: Place) => {
    cached = { ...cached, [slot]: next }
  }

  function text(slot: Slot): HeldText {
    const { installed, config } = cached[slot]
    if (config === null || !installed) return { is: 'missing' }
    return { is: 'text', text: config ?? configText(installed.config) }
  }
  function heldIn(slot: Slot): Held | null {
    const { installed, changed = [] } = cached[slot]
    if (!installed) return null
    const config = text(slot)
    return { config, configDigest: digestOfConfig(config), files: 1, changed }
  }
  let looked: { held: HeldSlots; a: { place: Place }; b: { place: Place } } | null = null

  const driver: SlotDriver = {
    async look(): Promise<Disk> {
      return { active: cached.active, a: cached.a.installed, b: cached.b.installed }
    },
    async clear(slot) {
      place(slot, { sha256: null, installed: null })
      sync()
    },
    async fill(slot, sha256, bounds) {
      if (!(await has(sha256, bounds))) throw new Error('the archive is not there')
      place(slot, { sha256, installed: null })
      sync()
    },
    async seal(slot, installed) {
      place(slot, { sha256: cached[slot].sha256, installed })
      sync()
    },
    async intact(slot) {
      const { installed, sha256, changed = [] } = cached[slot]
      return (
        installed !== null &&
        sha256 === installed.sha256 &&
        changed.length === 0 &&
        asSealed(text(slot), installed.config)
      )
    },
    async config(slot) {
      return text(slot)
    },
    async layConfig(slot, next) {
      place(slot, { ...cached[slot], config: next })
      sync()
    },
    async held() {
      const last = looked
      if (last && last.a.place === cached.a && last.b.place === cached.b) return last.held
      const held = { a: heldIn('a'), b: heldIn('b') }
      looked = { held, a: { place: cached.a }, b: { place: cached.b } }
      return held
    },
    async activate(slot) {
      cached = { ...cached, active: slot }
      sync()
    },
  }

  return {
    ...driver,
    disk: (): MemoryDisk => durable,
    /** somebody at the device changes a file of the release */
    damage(slot: Slot, changed: readonly ChangedFile[]): void {
      place(slot, { ...cached[slot], changed })
      sync()
    },
    losePower(): void {
      cached = durable
    },
  }
}
