import type { Sha256 } from '../../protocol/ids.ts'
import type { DeviceFacts } from './rollout.ts'

/** What makes two installations the same one: the bytes, and what they are told. */
export type Identity = {
  readonly sha256: Sha256 | null
  /** of the effective configuration; null or absent when nobody knows it */
  readonly configDigest?: Sha256 | null | undefined
}

/** The same artifact under the same configuration. A configuration nobody names, as old agents do not, is not compared. */
export function runs(running: Identity | null | undefined, wanted: Identity): boolean {
  if (!running?.sha256 || running.sha256 !== wanted.sha256) return false
  const [here, there] = [running.configDigest ?? null, wanted.configDigest ?? null]
  return here === null || there === null || here === there
}

type Placed = Pick<
  DeviceFacts,
  'reported' | 'targetSha256' | 'targetConfigDigest' | 'previousSha256' | 'previousConfigDigest'
>

export const runsTarget = (device: Placed) =>
  runs(device.reported?.running, { sha256: device.targetSha256, configDigest: device.targetConfigDigest })

export const runsPrevious = (device: Placed) =>
  runs(device.reported?.running, { sha256: device.previousSha256, configDigest: device.previousConfigDigest })
