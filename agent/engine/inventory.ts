import { type HeldSlot, type Inventory, MOST_INVENTORY_BYTES } from '../../server/protocol/inventory.ts'
import { CONFIG_FILE, heldConfig } from './held.ts'
import { releaseOf, type Slot } from './installed.ts'
import type { State } from './state.ts'

/** Differences named one by one; the rest is counted. */
const NAMED_FILES = 32

/** What the disk holds and what the device can do, in one message that is never too large. */
export function inventoryFrom(state: State): Inventory {
  const { disk, held, self } = state
  const active = disk.active
  const installed = active && disk[active]
  const config = (active && held[active]?.config) || { is: 'missing' as const }
  const inventory: Inventory = {
    type: 'inventory',
    installed: installed && releaseOf(installed, held[active]),
    config: heldConfig(`${active ? `slot-${active}/` : ''}${CONFIG_FILE}`, config),
    slots: [slotOf(state, 'a'), slotOf(state, 'b')],
    capabilities: [...self.capabilities],
    mechanisms: [...self.mechanisms],
    resources: [...self.resources],
  }
  const bytes = JSON.stringify(inventory).length
  if (bytes <= MOST_INVENTORY_BYTES || inventory.config.is !== 'document') return inventory
  return { ...inventory, config: { is: 'too-large', path: inventory.config.path, bytes } }
}

function slotOf({ disk, held }: State, slot: Slot): HeldSlot {
  const installed = disk[slot]
  const found = held[slot]
  const changed = found?.changed ?? []
  return {
    slot,
    active: disk.active === slot,
    release: installed && releaseOf(installed, found),
    state: !installed ? 'empty' : changed.length > 0 ? 'changed' : 'whole',
    files: found?.files ?? 0,
    changed: changed.slice(0, NAMED_FILES),
    changedCount: changed.length,
  }
}
