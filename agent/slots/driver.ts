import type { HeldSlots, HeldText } from '../engine/held.ts'
import type { Disk, Installed, Slot } from '../engine/installed.ts'

/** How much an archive may lay on the disk; from the signed manifest. */
export type Bounds = { unpackedSize: number; files: number }

/** Why a slot could not be written. `full`: the disk, not the archive. */
export class SlotProblem extends Error {
  readonly full: boolean
  constructor(message: string, full = false) {
    super(message)
    this.full = full
  }
}

/**
 * Two places for a release, one of them active. Every function is durable when it resolves, and power may be lost
 * between any two of them: `look` then shows whole releases only, and an active slot that was made active.
 */
export type SlotDriver = {
  look(): Promise<Disk>
  /** makes the slot no release at all, before its first byte is touched */
  clear(slot: Slot): Promise<void>
  /** lays the downloaded archive of this digest into the cleared slot */
  fill(slot: Slot, sha256: string, bounds: Bounds): Promise<void>
  /** lays the managed configuration, reads back what was laid and makes it a release */
  seal(slot: Slot, installed: Installed): Promise<void>
  /** do the bytes of the sealed slot still have the digest they were sealed with, and does its configuration say the same? */
  intact(slot: Slot): Promise<boolean>
  /** what the managed configuration of a sealed slot says now */
  config(slot: Slot): Promise<HeldText>
  /** makes it this text; null: no file */
  layConfig(slot: Slot, text: string | null): Promise<void>
  /** what sealed slots really hold. Cheap when nothing was touched: only what has another time stamp is read */
  held(): Promise<HeldSlots>
  /** there is never a moment without an active slot, unless none is wanted */
  activate(slot: Slot | null): Promise<void>
}
