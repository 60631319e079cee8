import { type Disk, type Installed, otherSlot, type Slot, sameInstall } from './installed.ts'
import type { Ledger, Open } from './ledger.ts'

/** What waking up leads to, for every promise the journal may hold. */
export type Recovery =
  | { do: 'run'; slot: Slot | null; because: string }
  | { do: 'abandon'; slot: Slot | null; open: Open; because: string }
  /** the old release serves, the new one starts again beside it */
  | { do: 'stand'; open: Open; left: number; because: string }
  | { do: 'give-up'; open: Open; because: string }
  | { do: 'prove'; open: Open; left: number; because: string }
  | { do: 'roll-back'; open: Open; because: string }
  | { do: 'finish-rolling-back'; open: Open & { stage: 'rolling-back' }; because: string }

/**
 * One function from what was promised and what the disk holds. The disk wins where they differ: a sealed slot is a
 * whole release, whatever the journal says about it.
 */
export function recover(ledger: Ledger, disk: Disk): Recovery {
  const { open } = ledger
  if (!open) return { do: 'run', ...bestSlot(disk) }
  switch (open.stage) {
    case 'preparing':
      return { do: 'abandon', open, ...bestSlot(disk, open.plan.fromSlot) }
    case 'standing':
      if (!sameInstall(disk[open.plan.toSlot], open.plan.to) || disk.active !== open.plan.fromSlot)
        return { do: 'abandon', open, ...bestSlot(disk, open.plan.fromSlot) }
      if (open.left === 0) return { do: 'give-up', open, because: 'the standby has no starts left' }
      return { do: 'stand', open, left: open.left - 1, because: `a standby was running, ${open.left} starts left` }
    case 'rolling-back':
      return { do: 'finish-rolling-back', open, because: 'a rollback was under way' }
    case 'armed':
      // The other slot holds what served a moment ago: nothing is gained by trying once more with the traffic on it.
      if (open.plan.traffic)
        return { do: 'roll-back', open, because: 'it had the traffic and had not proven itself under it' }
      if (!sameInstall(disk[open.plan.toSlot], open.plan.to))
        return { do: 'roll-back', open, because: 'the new slot is not complete' }
      if (open.left === 0) return { do: 'roll-back', open, because: 'the trial has no starts left' }
      return { do: 'prove', open, left: open.left - 1, because: `a trial was under way, ${open.left} starts left` }
  }
}

function bestSlot(disk: Disk, preferred: Slot | null = disk.active): { slot: Slot | null; because: string } {
  const first = preferred ?? 'a'
  if (disk[first]) return { slot: first, because: named(disk[first], first) }
  const second = otherSlot(first)
  const other = disk[second]
  if (other) return { slot: second, because: `slot ${first} is not complete; ${named(other, second)}` }
  return { slot: null, because: 'no slot holds a complete release' }
}

const named = (installed: Installed, slot: Slot) => `slot ${slot} holds ${installed.name} ${installed.version}`
