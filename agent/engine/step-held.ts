import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import type { Answer, Moment } from './happening.ts'
import type { HeldSlots } from './held.ts'
import { inventoryFrom } from './inventory.ts'
import { asking, type Moved, stay } from './moved.ts'
import type { State } from './state.ts'
import { askReport } from './step-report.ts'

/** Something lies on the disk that did not: the server hears it now, not one interval later. */
export function onLooked(state: State, held: HeldSlots, moment: Moment): Moved {
  const looked: State = { ...state, looking: false }
  if (held === state.held || canonicalJson(held) === canonicalJson(state.held)) return stay(looked)
  return askReport({ ...looked, held }, moment)
}

/** Says the inventory when it is another than the server is known to hold. */
export function sayInventory(state: State): Moved {
  const { inventory, disk, held } = state
  if (state.link.is !== 'open' || inventory.sending) return stay(state)
  if (inventory.of && inventory.of.disk === disk && inventory.of.held === held) return stay(state)
  const message = inventoryFrom(state)
  const text = canonicalJson(message)
  const next: State = { ...state, inventory: { ...inventory, of: { disk, held } } }
  if (text === inventory.said) return stay(next)
  return asking({ ...next, inventory: { ...next.inventory, sending: text } }, [
    { do: 'send', what: 'inventory', upTo: 0, message },
  ])
}

export function onInventoryAnswered(state: State, answer: Answer): Moved {
  const { sending } = state.inventory
  if (!sending) return stay(state)
  const idle = { ...state.inventory, sending: null }
  // What was lost is said again with the next look; what the server would not have, it will not have the next time either.
  if (answer.is === 'lost') return stay({ ...state, inventory: { ...idle, of: null } })
  const because = answer.is === 'refused' ? `the server refused the inventory: ${answer.because}` : ''
  return stay({ ...state, inventory: { ...idle, said: sending } }, because)
}
