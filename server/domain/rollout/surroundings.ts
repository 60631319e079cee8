import type { DeviceId } from '../../protocol/ids.ts'

/** A device that shares a site or a redundancy group with some of this rollout, and is away or in another's hands. */
export type Neighbour = Placed & { readonly deviceId: DeviceId; readonly name: string }

/** What a disruption budget counts beside the rollout's own devices; null without a budget. */
export type Surroundings = {
  /** registered devices of each unit, by its key */
  readonly totals: ReadonlyMap<string, number>
  /** not of this rollout, and unavailable now: offline, unhealthy, or told by another rollout */
  readonly away: readonly Neighbour[]
}

export type Placed = { readonly siteId: string; readonly redundancyGroup: string | null }
