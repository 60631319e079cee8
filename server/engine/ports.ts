import type { Room } from '../protocol/browser-up.ts'
import type { DeviceState } from '../protocol/device-state.ts'
import type { DeviceId, Instant, RolloutId } from '../protocol/ids.ts'

/** Only an adapter asks the machine what time it is. */
export type Clock = {
  now(): Instant
  /** resolves early when the signal aborts */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** What was decided, told to those who are connected. Losing a word costs only time: all of it follows from the store. */
export type Tell = {
  /** each of these has a newer desired state in the store */
  desired(devices: readonly DeviceId[]): void
  capture(devices: readonly DeviceId[], intervalSeconds: number, forSeconds: number): void
  states(rollout: RolloutId, changes: readonly { index: number; state: DeviceState }[]): void
  changed(room: Room): void
}

/** Since when the absence of a device's word means anything: the server was up and could write all this time. */
export type Watch = { observingSince(): Instant }
