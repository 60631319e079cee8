import type { Instant } from '../../protocol/ids.ts'
import type { Calibration } from '../device/calibration.ts'

/** What a selector can ask of one device. */
export type DeviceFacts = {
  readonly id: string
  readonly name: string
  readonly site: { readonly id: string; readonly name: string; readonly region: string }
  readonly groups: readonly string[]
  readonly hardwareType: string
  readonly architecture: string
  readonly labels: Readonly<Record<string, string>>
  readonly capabilities: readonly string[]
  readonly memoryMb: number
  readonly diskMb: number
  readonly monitoringFidelity: number
  readonly quarantined: boolean
  readonly singlePointOfFailure: boolean
  /** of each of its resources */
  readonly calibrations: readonly Calibration[]
  readonly openIssue: boolean
  readonly unresolvedDiscrepancy: boolean
  /** null: it has never said anything */
  readonly status: {
    readonly online: boolean
    readonly health: string
    readonly release: string | null
    readonly agent: string | null
    readonly diskPercent: number | null
    readonly lastSeenAt: Instant
  } | null
  /** the version it should run */
  readonly desired: string | null
  /** kinds of difference it has now */
  readonly drift: readonly string[]
  /** ids of the rollouts it is in that have not ended */
  readonly rollouts: readonly string[]
}
