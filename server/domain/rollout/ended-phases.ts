import type { Phase } from '../../protocol/rollout-state.ts'

/** No gate is read any more and no wave follows; a device may still be owed something. */
export const ENDED_PHASES = ['completed', 'rolled-back', 'aborted'] as const satisfies readonly Phase[]

export const hasEnded = (phase: Phase): boolean => ENDED_PHASES.some((ended) => ended === phase)
