import type { Desired } from '../../server/protocol/desired.ts'
import { type DeviceId, Generation } from '../../server/protocol/ids.ts'
import type { Platform } from '../../server/protocol/manifest.ts'
import type { ProgressEntry } from '../../server/protocol/progress.ts'
import type { ReportMetrics } from '../../server/protocol/report.ts'
import type { FailureReason, InstalledRelease } from '../../server/protocol/reported.ts'
import { BLUE_GREEN_CAPABILITY } from '../../server/protocol/traffic.ts'
import type { HeldSlots } from './held.ts'
import { type Disk, type Installed, releaseOf, type Slot } from './installed.ts'
import type { Outcome, Plan } from './journal-record.ts'
import type { LastWords } from './last-words.ts'
import { type Counters, freshMeter, type Meter, type Untold } from './meter.ts'
import type { Observation } from './observation.ts'
import type { Trial } from './trial.ts'

/** What does not change while the agent runs. */
export type Self = {
  deviceId: DeviceId
  /** this run of the agent: another with every start */
  instance: string
  agentVersion: string
  platform: Platform
  memoryMb: number
  diskMb: number
  capabilities: readonly string[]
  /** ways it can lay bytes */
  mechanisms: readonly string[]
  /** cameras and the like that it sees */
  resources: readonly { kind: string; id: string }[]
  reconnectCapMs: number
}

/** The update under way. Each phase has what it needs and nothing else. */
export type Update =
  | { phase: 'verifying'; desired: Desired }
  | { phase: 'checking-standby'; plan: Plan }
  | { phase: 'downloading'; plan: Plan; percent: number; attempts: number }
  | { phase: 'waiting-to-download'; plan: Plan; percent: number; attempts: number }
  | { phase: 'unpacking'; plan: Plan }
  /** both slots run: the new release proves itself where no traffic reaches it */
  | { phase: 'proving-standby'; plan: Plan; left: number; trial: Trial; exits: readonly number[] }
  /** proven there; a newer desired state gives it the traffic */
  | { phase: 'standing-by'; plan: Plan; left: number; exits: readonly number[] }
  /** the trial is armed and the symlink points at the new slot; the old application is stopping */
  | { phase: 'switching'; plan: Plan; left: number }
  | { phase: 'proving'; plan: Plan; left: number; trial: Trial; exits: readonly number[] }
  /** the symlink points at the old slot; `proof` is null until the failed application is gone */
  | { phase: 'rolling-back'; plan: Plan; reason: FailureReason; detail: string; proof: Trial | null }

/** The application process. `run` numbers its lives, so that the news of an earlier death is not taken for this one's. */
export type App = {
  is: 'stopped' | 'running' | 'stopping' | 'pausing'
  run: number
  /** monotonic times of starts nobody asked for */
  restarts: readonly number[]
  /** canonical JSON of the configuration it was started with; null: not known yet */
  startedWith: string | null
  /** which slot it was started from; null: none was yet */
  slot: Slot | null
}

/** What runs in the other slot, without traffic: a release that stands by, or the one that served before. */
export type Beside = {
  slot: Slot
  installed: Installed
  app: App
  /** it had the traffic once: the way back, and it runs on until its slot is needed */
  served: boolean
  /** what was wrong when it was looked at last; null: nothing; undefined: nobody has looked yet */
  wrong: string | null | undefined
  counters: Counters | null
}

export type Link =
  | { is: 'down'; attempts: number }
  | { is: 'connecting'; attempts: number }
  | { is: 'open'; reconnectWindowMs: number }

export type Reporting = {
  intervalMs: number
  /** a faster rate, until a monotonic time */
  capture: { intervalMs: number; until: number } | null
  observing: boolean
  /** a report should leave as soon as there is an observation */
  due: boolean
  /** `run` and `producedBy`: of which life of which release the metrics are; `until`: when they were sent */
  inFlight: {
    unsent: ReportMetrics | null
    since: number
    until: number
    run: number
    producedBy: InstalledRelease | null
    untold: readonly Untold[]
  } | null
  latest: Observation | null
}

export type Outbox = {
  /** newest number the server is known to hold */
  acknowledged: number
  entries: readonly ProgressEntry[]
  sending: boolean
  logs: LastWords | null
}

/** `said`: canonical JSON of the newest inventory the server is known to hold. `of`: what was compared with it last. */
export type Told = {
  said: string | null
  sending: string | null
  of: { disk: Disk; held: HeldSlots } | null
}

export type State = {
  self: Self
  awake: boolean
  disk: Disk
  /** what the slots really hold, beside their seals */
  held: HeldSlots
  looking: boolean
  inventory: Told
  generation: Generation
  ended: Outcome
  update: Update | null
  /** newer than the update under way; taken up when that has ended */
  waiting: Desired | null
  lastNumber: number
  app: App
  beside: Beside | null
  /** number of the newest life of any application */
  lastRun: number
  link: Link
  meter: Meter
  reporting: Reporting
  outbox: Outbox
}

export const DEFAULT_REPORT_INTERVAL_MS = 10_000

export function asleep(self: Self): State {
  return {
    self,
    awake: false,
    disk: { active: null, a: null, b: null },
    held: { a: null, b: null },
    looking: false,
    inventory: { said: null, sending: null, of: null },
    generation: Generation.parse(0),
    ended: { state: 'idle' },
    update: null,
    waiting: null,
    lastNumber: 0,
    app: { is: 'stopped', run: 0, restarts: [], startedWith: null, slot: null },
    beside: null,
    lastRun: 0,
    link: { is: 'down', attempts: 0 },
    meter: freshMeter(0),
    reporting: {
      intervalMs: DEFAULT_REPORT_INTERVAL_MS,
      capture: null,
      observing: false,
      due: false,
      inFlight: null,
      latest: null,
    },
    outbox: { acknowledged: 0, entries: [], sending: false, logs: null },
  }
}

/** only where a router stands before the slots can both of them run. */
export const canStandBy = ({ self }: State) => self.capabilities.includes(BLUE_GREEN_CAPABILITY)

/** what the figures of its newest observation are about; while it is being stopped, still that which stops. */
export function producer({ app: { slot }, disk, held }: State): InstalledRelease | null {
  const installed = slot && disk[slot]
  return installed && releaseOf(installed, held[slot])
}

export const running = (state: State) => (state.disk.active ? state.disk[state.disk.active] : null)
