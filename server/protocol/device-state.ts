import { z } from 'zod'

/**
 * Where a device stands in one rollout. The position in this list is its byte on the wire and in the database:
 * append only, never reorder.
 */
export const DEVICE_STATES = [
  'pending', // its wave has not reached it
  'installing', // told; downloading, unpacking or switching
  'verifying', // runs the new version, has not proven itself yet
  'healthy', // confirmed on target, all layers good
  'degraded', // confirmed on target, a layer is not good
  'failed', // could not keep the new version and went back by itself
  'rolling-back', // told to go back
  'rolled-back', // runs the old version again, proven
  'quarantined', // failed and set aside until a person releases it
  'skipped', // offline in its wave; caught up when it returns
  'dark', // alive before the update, gone after it
  'silent', // agent alive, health endpoint dead
] as const
export const DeviceState = z.enum(DEVICE_STATES)
export type DeviceState = z.infer<typeof DeviceState>

export const stateByte = (state: DeviceState): number => DEVICE_STATES.indexOf(state)

export function stateOfByte(byte: number): DeviceState {
  const state = DEVICE_STATES[byte]
  if (!state) throw new Error(`no device state has the number ${byte}`)
  return state
}
