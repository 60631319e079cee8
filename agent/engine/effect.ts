import type { DeviceUp } from '../../server/protocol/device-up.ts'
import type { Generation } from '../../server/protocol/ids.ts'
import type { SignedManifest } from '../../server/protocol/manifest.ts'
import type { Reported } from '../../server/protocol/reported.ts'
import type { Alarm } from './happening.ts'
import type { Installed, Slot } from './installed.ts'
import type { JournalRecord, Plan } from './journal-record.ts'
import type { LastWords } from './last-words.ts'

/**
 * What the engine asks of the world, by name. Effects of one step are performed in their order, and none of a later
 * step before them: a record is on the disk before the act it announces.
 */
export type EffectArgs = {
  record: { record: JournalRecord }
  compact: { records: readonly JournalRecord[] }
  /** the router follows; with a `trial` it goes back by itself unless the switch is settled in time, whoever is dead by then */
  activate: { slot: Slot | null; trial?: { back: Slot; seconds: number } }
  'settle-traffic': { generation: Generation; slot: Slot }
  'start-app': { run: number; slot: Slot; installed: Installed }
  /** all that runs */
  'stop-app': { timeoutSeconds: number }
  'stop-beside': { slot: Slot }
  /** `slot`: of the application that was tried; null: none was started */
  'collect-logs': { generation: Generation; slot: Slot | null }
  /** until the server has them; null: it has */
  'keep-words': { words: LastWords | null }
  /** `null`: as it was found, not there */
  'lay-config': { slot: Slot; text: string | null }
  'drop-slot': { slot: Slot }
  look: Record<never, never>
  'check-signature': { generation: Generation; release: SignedManifest }
  'check-standby': { generation: Generation; slot: Slot }
  download: { plan: Plan }
  'cancel-download': Record<never, never>
  unpack: { plan: Plan }
  /** `standby`: the release beside the active one */
  observe: {
    run: number
    slot: Slot | null
    standby: boolean
    installed: Installed | null
    restarts: number
    linked: boolean
    alive: boolean
  }
  'smoke-test': { run: number; slot: Slot; installed: Installed }
  connect: Record<never, never>
  disconnect: Record<never, never>
  'change-key': { from: string }
  'keep-key': Record<never, never>
  'doubt-key': Record<never, never>
  greet: { nonce: string; reported: Reported }
  send: { what: 'report' | 'progress' | 'logs' | 'pong' | 'inventory'; upTo: number; message: DeviceUp }
  alarm: { alarm: Alarm; afterMs: number }
  silence: { alarm: Alarm }
}

export type Effect = { [K in keyof EffectArgs]: { do: K } & EffectArgs[K] }[keyof EffectArgs]

/** `because` is for the log: one sentence, empty when nothing worth telling was decided. */
export type Step<S> = { next: S; effects: readonly Effect[]; because: string }
