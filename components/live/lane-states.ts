import type { DeviceState } from '../../server/protocol/device-state.ts'
import { STATE_ORDER } from '../status/state-order.ts'

/**
 * The one truth of a rollout's dots: one byte a device in lane order. Lanes, table, lane counts and header are all read
 * from it, so that they cannot disagree. `changed`: places that differ from the array before, or all of them.
 */
export type LaneStates = { readonly bytes: Uint8Array; readonly changed: readonly number[] | 'all' }

export type StateCounts = Partial<Record<DeviceState, number>>

export function laneStates(states: readonly DeviceState[]): LaneStates {
  return { bytes: Uint8Array.from(states, (state) => STATE_ORDER.indexOf(state)), changed: 'all' }
}

/** All states of a rollout as the server has them; null when they are not of this cohort. */
export function replaceStates(held: LaneStates, bytes: Uint8Array): LaneStates | null {
  if (bytes.length !== held.bytes.length || !bytes.every((byte) => byte < STATE_ORDER.length)) return null
  const changed: number[] = []
  for (let index = 0; index < bytes.length; index += 1) if (bytes[index] !== held.bytes[index]) changed.push(index)
  return { bytes: bytes.slice(), changed }
}

/** Four bytes a change, big endian, `index << 4 | state`; null when one of them does not fit what is held. */
export function applyDelta(held: LaneStates, delta: Uint8Array): LaneStates | null {
  if (delta.length % 4 !== 0) return null
  const bytes = held.bytes.slice()
  const view = new DataView(delta.buffer, delta.byteOffset, delta.byteLength)
  const changed = new Set<number>()
  for (let at = 0; at < delta.length; at += 4) {
    const word = view.getUint32(at)
    const index = word >>> 4
    const state = word & 15
    if (index >= bytes.length || state >= STATE_ORDER.length) return null
    bytes[index] = state
    changed.add(index)
  }
  return { bytes, changed: [...changed] }
}

export function stateAt(states: LaneStates, index: number): DeviceState {
  const state = STATE_ORDER[states.bytes[index] ?? -1]
  if (!state) throw new Error(`no device stands at place ${index} of the lanes`)
  return state
}

/** How many of the `devices` places from `offset` on are in each state; states nobody is in are left out. */
export function countStates(states: LaneStates, offset = 0, devices = states.bytes.length): StateCounts {
  const counts: StateCounts = {}
  for (const byte of states.bytes.subarray(offset, offset + devices)) {
    const state = STATE_ORDER[byte]
    if (state) counts[state] = (counts[state] ?? 0) + 1
  }
  return counts
}
