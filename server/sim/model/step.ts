import type { RolloutAct } from '../../domain/rollout/acts.ts'
import type { Arm } from '../../protocol/arm.ts'
import type { Priority } from '../../protocol/priority.ts'
import type { Modelled } from '../simulated-device.ts'

/** What a version does to a device of a model, by name: a counterexample has to be read. */
export const BEHAVIOURS = {
  good: {},
  'crash loop': { failsWith: 'crash-loop' },
  'smoke test fails': { failsWith: 'smoke-test-failed' },
  'fails on standby': { failsWith: 'crash-loop', failsOnStandby: 'crash-loop' },
  'errors 12 %': { errorRate: 0.12 },
  'errors 50 %': { errorRate: 0.5 },
  slow: { latencyMs: 60 },
  'eats memory': { memoryPercent: (seconds: number) => 40 + 4 * seconds },
  silent: { silent: true },
  dark: { dark: true },
  'never proven': { neverProven: true },
} as const satisfies Record<string, Modelled>
export type BehaviourName = keyof typeof BEHAVIOURS

/** One thing that happens to a fleet, its server or its people; devices and rollouts are named by their number. */
export type Step =
  | { readonly do: 'wait'; readonly seconds: number }
  | {
      readonly do: 'plan'
      readonly release: number
      readonly makes: readonly BehaviourName[]
      /** it waits for rollouts that have its devices; left out: it does without those devices */
      readonly behind?: Priority | undefined
    }
  | { readonly do: 'prioritise'; readonly rollout: number; readonly priority: Priority }
  | { readonly do: 'disconnect' | 'reconnect' | 'hear no telemetry' | 'hear telemetry'; readonly device: number }
  | { readonly do: 'withhold' | 'release'; readonly device: number }
  | { readonly do: 'freeze' | 'thaw'; readonly site: number }
  | { readonly do: 'stop the server' | 'start the server' }
  | { readonly do: 'lose messages' | 'deliver messages' }
  | { readonly do: 'repeat an old message'; readonly device: number }
  | { readonly do: 'act'; readonly act: RolloutAct; readonly rollout: number }
  | { readonly do: 'pick'; readonly arm: Arm | 'neither'; readonly rollout: number }
  | {
      readonly do: 'say'
      readonly who: string
      readonly decision: 'approve' | 'reject'
      readonly rollout: number
    }

/** A fleet, how its rollouts are walked, and everything that happens to them. */
export type Walk = {
  readonly devices: number
  readonly strategy: 'canary-rolling' | 'blue-green' | 'a-b'
  readonly rollbackDrill: boolean
  readonly approvalsNeeded: number
  readonly wavePercents: readonly number[]
  readonly approvalExpiresSeconds: number
  /** people approve whatever they are asked, as soon as they are asked; of two arms they pick B, if it is there */
  readonly approvedAtOnce: boolean
  /** devices that are offline as it begins */
  readonly away: readonly number[]
  readonly first: readonly BehaviourName[]
  readonly steps: readonly Step[]
}
