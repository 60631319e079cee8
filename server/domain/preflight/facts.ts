import type { Instant, Sha256 } from '../../protocol/ids.ts'
import type { ReleaseManifest } from '../../protocol/manifest.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'

export type PreflightDevice = {
  readonly deviceId: string
  readonly name: string
  readonly wave: number
  readonly hardwareType: string
  readonly architecture: string
  readonly region: string
  readonly groups: readonly string[]
  readonly memoryMb: number
  readonly diskMb: number
  /** used, as the newest report says; null when it never said */
  readonly diskPercent: number | null
  readonly online: boolean
  readonly lastSeenAt: Instant | null
  /** why its agent can not install this release; null when it can */
  readonly unsupported: string | null
  /** kind of an unresolved discrepancy with the registry */
  readonly discrepancy: string | null
  readonly running: string | null
  /** the artifact it would go back to; null when what it runs is no release of this server */
  readonly previous: Sha256 | null
}

/** What the telemetry window holds of a device, on the version it runs, outside of maintenance (D-10). */
export type BaselineSample = { readonly deviceId: string; readonly requests: number }

export type PreflightFacts = {
  readonly release: { readonly manifest: ReleaseManifest; readonly signatureValid: boolean; readonly blocked: boolean }
  readonly missingArtifacts: readonly string[] | 'away'
  readonly policy: RolloutPolicy
  readonly devices: readonly PreflightDevice[]
  readonly uncovered: readonly { readonly stratum: string; readonly because: string }[]
  /** every canary, and of each later wave, hardware type and release as many as make a sample */
  readonly baseline: readonly BaselineSample[]
  /** releases devices would go back to whose bytes or signature are not as they should be, with what is wrong */
  readonly rollbackProblems: ReadonlyMap<Sha256, string>
  /** how it is known that going back works: seen before, or a person's word; null: nobody knows */
  readonly rollbackTested: string | null
  /** null in a preview that does not ask for it yet */
  readonly communicationPlan: string | null
  readonly now: Instant
}
