import type { Instant } from '../../protocol/ids.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import type { Paced } from './pace.ts'

type Deploying = Extract<RolloutState, { phase: 'deploying' }>

/** Since when a limit holds devices, and which, is part of what was decided: it can be read after a crash, too. */
export function heldState({ held: before, ...state }: Deploying, held: Paced['held'], now: Instant): Deploying {
  if (!held) return state
  return { ...state, held: { ...held, since: before?.rule === held.rule ? before.since : now } }
}
