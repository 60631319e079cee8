import type { Disk, Installed, Slot } from '../engine/installed.ts'
import type { Bounds, SlotDriver } from './driver.ts'

type Place = { sha256: string | null; installed: Installed | null }

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
      place(slot, { ...cached[slot], installed })
      sync()
    },
    async intact(slot) {
      return cached[slot].installed !== null && cached[slot].sha256 === cached[slot].installed?.sha256
    },
    async activate(slot) {
      cached = { ...cached, active: slot }
      sync()
    },
  }

  return {
    ...driver,
    disk: (): MemoryDisk => durable,
    losePower(): void {
      cached = durable
    },
  }
}
