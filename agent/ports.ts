import type { DeviceDown } from '../server/protocol/device-down.ts'
import type { DeviceUp } from '../server/protocol/device-up.ts'
import type { Instant } from '../server/protocol/ids.ts'
import type { SignedManifest } from '../server/protocol/manifest.ts'
import type { Answer, DownloadEnd } from './engine/happening.ts'
import type { Installed, Slot } from './engine/installed.ts'
import type { JournalRecord, Plan } from './engine/journal-record.ts'
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

export type Supervisor = {
  /** ends what an earlier life of the agent left running */
  clear(): Promise<void>
  start(slot: Slot, installed: Installed, exited: (because: string) => void): Promise<void>
  /** resolves when no process of it is left; harmless when none runs */
  stop(timeoutSeconds: number): Promise<void>
  /** the newest lines the application printed */
  tail(): Promise<readonly string[]>
}

export type Download = {
  fetch(plan: Plan, progressed: (percent: number) => void, signal: AbortSignal): Promise<DownloadEnd>
  /** the bytes lie in a slot now */
  forget(sha256: string): Promise<void>
}

export type Circumstances = {
  installed: Installed | null
  restarts: number
  linked: boolean
  alive: boolean
  run: number
}

export type Probe = {
  observe(circumstances: Circumstances): Promise<Observation>
  test(installed: Installed): Promise<readonly SmokeResult[]>
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
  slots: SlotDriver
  supervisor: Supervisor
  download: Download
  probe: Probe
  keys: Keys
}
