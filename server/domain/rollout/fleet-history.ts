/** How long devices of a hardware type took from being told to running the target, in past rollouts that moved bytes. */
export type InstallTimes = { readonly devices: number; readonly medianSeconds: number; readonly p90Seconds: number }

/** What the fleet's own past says about what comes. */
export type FleetHistory = {
  /** by hardware type */
  readonly installs: ReadonlyMap<string, InstallTimes>
  /** that they were seen in */
  readonly rollouts: number
  /** share of the time in which devices were away, 0–1, by stratum (canary/candidate.ts) */
  readonly away: ReadonlyMap<string, number>
  /** that were looked at for it, of the last week */
  readonly hours: number
}

export const NO_HISTORY: FleetHistory = { installs: new Map(), rollouts: 0, away: new Map(), hours: 0 }
