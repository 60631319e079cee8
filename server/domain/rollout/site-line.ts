import type { DeviceId } from '../../protocol/ids.ts'

/** A device of another rollout that downloads at a site where this one has devices. */
export type OnTheLine = {
  readonly deviceId: DeviceId
  readonly siteId: string
  /** name of its rollout */
  readonly rollout: string
  /** what it was told; null: as fast as it comes */
  readonly bytesPerSecond: number | null
  /** bytes per second of a site that its rollout keeps to; 0: none */
  readonly cap: number
}
