import type { DeviceState } from '../../server/protocol/device-state.ts'
import { STATE_ORDER } from '../status/state-order.ts'

/**
 * The one truth of a rollout's dots: one byte a device in lane order. Lanes, table, lane counts and header are all read
 * from it, so that they cannot disagree. Never written to; every change makes a new array.
 */
export type LaneStates = Uint8Array<ArrayBuffer>

export type StateCounts = Partial<Record<DeviceState, number>>

export function laneStates(states: readonly DeviceState[]): LaneStates {
  return Uint8Array.from(states, (state) => STATE_ORDER.indexOf(state))
}

/** All states of a rollout as the server has them; null when they are not of this cohort. */
export function replaceStates(held: LaneStates, bytes: Uint8Array): LaneStates | null {
  if (bytes.length !== held.length || !bytes.every((byte) => byte < STATE_ORDER.length)) return null
  return Uint8Array.from(bytes)
}

/** Four bytes a change, big endian, `index << 4 | state`; null when one of them does not fit what is held. */
export function applyDelta(held: LaneStates, delta: Uint8Array): LaneStates | null {
  if (delta.length % 4 !== 0) return null
  const next = held.slice()
  const view = new DataView(delta.buffer, delta.byteOffset, delta.byteLength)
  for (let at = 0; at < delta.length; at += 4) {
    const word = view.getUint32(at)
    const index = word >>> 4
    const state = word & 15
    if (index >= next.length || state >= STATE_ORDER.length) return null
    next[index] = state
  }
  return next
}

export function stateAt(states: LaneStates, index: number): DeviceState {
  const state = STATE_ORDER[states[index] ?? -1]
  if (!state) throw new Error(`no device stands at place ${index} of the lanes`)
  return state
}

/** How many of the `devices` places from `offset` on are in each state; states nobody is in are left out. */
export function countStates(states: LaneStates, offset = 0, devices = states.length): StateCounts {
  const counts: StateCounts = {}
  for (const byte of states.subarray(offset, offset + devices)) {
    const state = STATE_ORDER[byte]
    if (state) counts[state] = (counts[state] ?? 0) + 1
  }
  return counts
}
