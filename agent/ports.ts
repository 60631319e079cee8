import type { DeviceDown } from '../server/protocol/device-down.ts'
import type { DeviceUp } from '../server/protocol/device-up.ts'
import type { Instant } from '../server/protocol/ids.ts'
import type { SignedManifest } from '../server/protocol/manifest.ts'
import type { Answer, DownloadEnd } from './engine/happening.ts'
import type { Installed, Slot } from './engine/installed.ts'
import type { JournalRecord, Plan } from './engine/journal-record.ts'
import type { LastWords } from './engine/last-words.ts'
import type { Observation, SmokeResult } from './engine/observation.ts'
import type { SlotDriver } from './slots/driver.ts'

export type Clock = {
  /** milliseconds that never jump */
  mono(): number
  now(): Instant
  /** calls once; the answer takes it back */
  after(milliseconds: number, call: () => void): () => void
}

export type LinkEvents = {
  heard(message: DeviceDown): void
  opened(): void
  closed(clean: boolean): void
}

export type Link = {
  connect(events: LinkEvents): void
  disconnect(): void
  send(message: DeviceUp): Promise<Answer>
}

/** Durable when the promise resolves. */
export type Journal = {
  read(): Promise<readonly JournalRecord[]>
  append(record: JournalRecord): Promise<void>
  /** all or nothing */
  replace(records: readonly JournalRecord[]): Promise<void>
}

/** What a failed attempt said last, durable until the server has it. */
export type KeptWords = {
  read(): Promise<LastWords | null>
  write(words: LastWords | null): Promise<void>
}

export type Supervisor = {
  /** ends what an earlier life of the agent left running */
  clear(): Promise<void>
  start(slot: Slot, installed: Installed, exited: (because: string) => void): Promise<void>
  /** resolves when no process of it is left; harmless when none runs. Without a slot: of all that run */
  stop(timeoutSeconds: number, slot?: Slot): Promise<void>
  /** the newest lines that the application of this slot printed */
  tail(slot: Slot): Promise<readonly string[]>
}

/** what all clients of the application speak to. It goes on when the agent does not. */
export type Router = {
  /** where the application of a slot listens from now on */
  at(slot: Slot): Promise<void>
  /**
   * Traffic goes to this slot. With a `trial` it goes back by itself unless it is settled in time, and an error means
   * that nothing was switched; without one it is made so as soon as it can be.
   */
  serve(slot: Slot | null, trial?: { back: Slot; seconds: number }): Promise<void>
  /** ends the trial; false: it was over, and the traffic had gone back */
  settle(slot: Slot): Promise<boolean>
  /** resolves when no request is under way to the slot, or after a moment */
  drain(slot: Slot): Promise<void>
  stop(): Promise<void>
}

export type Download = {
  fetch(plan: Plan, progressed: (percent: number) => void, signal: AbortSignal): Promise<DownloadEnd>
  /** the bytes lie in a slot now */
  forget(sha256: string): Promise<void>
}

export type Circumstances = {
  slot: Slot | null
  standby: boolean
  installed: Installed | null
  restarts: number
  linked: boolean
  alive: boolean
  run: number
}

export type Probe = {
  observe(circumstances: Circumstances): Promise<Observation>
  test(installed: Installed, slot: Slot): Promise<readonly SmokeResult[]>
}

export type Keys = {
  /** Ed25519 with the key the device speaks with, base64 */
  sign(text: string): string
  /** does the pinned release key vouch for this exact text? */
  vouched(release: SignedManifest): boolean
  /**
   * Makes the key that follows the one with this fingerprint and says it to the server. Once that took note the device
   * speaks with the new one; both are kept until it is `known` by it. Durable when it resolves.
   */
  change(from: string): Promise<{ noted: boolean; because: string }>
  /** the server knows the device by the key it speaks with: one it changed from is forgotten. Durable when it resolves. */
  known(): Promise<void>
  /** the server would not have the key it speaks with; answers whether there is another that is worth trying at once */
  doubt(): boolean
}

export type Log = (level: 'info' | 'warn', sentence: string) => void

export type Ports = {
  clock: Clock
  random: () => number
  log: Log
  link: Link
  journal: Journal
  words: KeptWords
  slots: SlotDriver
  supervisor: Supervisor
  download: Download
  probe: Probe
  /** null: clients speak to the application itself, and only one runs at a time */
  router: Router | null
  keys: Keys
}
