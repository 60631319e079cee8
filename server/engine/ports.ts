import type { Decision, Facts, Rollout } from '../domain/rollout/rollout.ts'
import type { Room } from '../protocol/browser-up.ts'
import type { DeviceState } from '../protocol/device-state.ts'
import type { GateReading } from '../protocol/evidence.ts'
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
  /** whoever is connected as one of these may have to go: revoked, replaced, or not the newest connection */
  sessions(devices: readonly DeviceId[]): void
  /** each of these was asked to change its key */
  keys(devices: readonly DeviceId[]): void
  capture(devices: readonly DeviceId[], intervalSeconds: number, forSeconds: number): void
  states(rollout: RolloutId, changes: readonly { index: number; state: DeviceState }[]): void
  changed(room: Room): void
}

/** Since when the absence of a device's word means anything: the server was up and could write all this time. */
export type Watch = { observingSince(): Instant }

export type LoadedRollout = {
  readonly rollout: Rollout
  readonly facts: Facts
  /** commit only if it still is */
  readonly version: number
  /** of the claim it was loaded under: commit only while nobody has a newer one */
  readonly fence: number
  /** the sentence of the newest decision */
  readonly because: string
  /** newest reading of each wave that has one */
  readonly readings: readonly GateReading[]
}

export type RolloutStore = {
  /** rollouts whose time to be looked at has come */
  due(now: Instant): Promise<readonly RolloutId[]>
  /** claims it for a while; null when another server has, or there is no such rollout */
  load(id: RolloutId, now: Instant, observingSince: Instant): Promise<LoadedRollout | null>
  /** all of the decision with its audit rows in one transaction, or nothing: somebody else was faster, or took it over */
  commit(seen: LoadedRollout, decision: Decision, now: Instant): Promise<'committed' | 'lost'>
  /** nothing was decided: remember the reading, the reason and when to look again */
  rest(seen: LoadedRollout, decision: Decision): Promise<void>
}
