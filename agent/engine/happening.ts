import type { DeviceDown } from '../../server/protocol/device-down.ts'
import type { Generation, Instant } from '../../server/protocol/ids.ts'
import type { HeldSlots } from './held.ts'
import type { Disk } from './installed.ts'
import type { JournalRecord } from './journal-record.ts'
import type { LastWords } from './last-words.ts'
import type { Observation, SmokeResult } from './observation.ts'

/** Time and chance come in as values. `mono` never jumps; `at` is the wall clock and only ever written down. */
export type Moment = { mono: number; at: Instant; random: number }

/** Timers the engine sets; setting one again replaces it. */
export type Alarm =
  | 'connect'
  | 'greet'
  | 'report'
  | 'probe'
  | 'restart'
  | 'download'
  | 'repair'
  | 'progress'
  | 'standby'
  | 'standby-restart'

export type DownloadEnd =
  | { kind: 'complete' }
  /** the network's fault: what arrived is kept, try again */
  | { kind: 'interrupted'; because: string }
  /** whole, and not what was promised */
  | { kind: 'wrong'; because: string }
  | { kind: 'no-space'; because: string }

/** Everything that can happen to an agent. */
export type Happening =
  | { type: 'woke-up'; records: readonly JournalRecord[]; disk: Disk; words: LastWords | null }
  | { type: 'alarm'; alarm: Alarm }
  | { type: 'link-opened' }
  | { type: 'link-closed'; clean: boolean }
  | { type: 'heard'; message: DeviceDown }
  | {
      type: 'acknowledged'
      what: 'hello' | 'report' | 'progress' | 'logs' | 'pong' | 'inventory'
      upTo: number
      answer: Answer
    }
  /** `noted`: the server knows of the next key */
  | { type: 'key-changed'; noted: boolean; because: string }
  | { type: 'key-kept' }
  /** the key it speaks with was refused, and it has another */
  | { type: 'other-key' }
  | { type: 'verified'; generation: Generation; signed: boolean }
  | { type: 'standby-checked'; generation: Generation; intact: boolean }
  | { type: 'download-progressed'; generation: Generation; percent: number }
  | { type: 'download-ended'; generation: Generation; end: DownloadEnd }
  | { type: 'unpacked'; generation: Generation; disk: Disk }
  | { type: 'unpack-failed'; generation: Generation; full: boolean; because: string }
  /** `config`: canonical JSON of what it was given */
  | { type: 'app-started'; run: number; config: string }
  | { type: 'app-stopped' }
  | { type: 'app-exited'; run: number; because: string }
  | { type: 'looked'; held: HeldSlots }
  | { type: 'observed'; run: number; standby: boolean; observation: Observation }
  /** `kept`: the router had not gone back by itself meanwhile */
  | { type: 'traffic-settled'; generation: Generation; kept: boolean }
  | { type: 'smoke-tested'; run: number; results: readonly SmokeResult[] }
  | { type: 'logs-collected'; words: LastWords }
  /** an effect that must not fail has failed: a full or broken disk */
  | { type: 'broke'; during: string; full: boolean; because: string }

/** `lost`: no answer came; `refused`: the server understood and said no. */
export type Answer = { is: 'accepted' } | { is: 'refused'; because: string } | { is: 'lost' }
