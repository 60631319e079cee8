import type { RolloutState } from '../../protocol/rollout-state.ts'

/**
 * A wave that goes on at its ordinary pace: the next place was taken or became free, many times a minute. Not a transition
 * anybody has to read; that another limit (a ramp, a budget) begins to hold it is one.
 */
export function onlyPaced(before: RolloutState, after: RolloutState): boolean {
  if (before.phase !== 'deploying' || after.phase !== 'deploying') return false
  if (before.wave !== after.wave || before.since !== after.since) return false
  const rule = after.held?.rule
  return rule === undefined || rule === 'R-081' || rule === before.held?.rule
}
