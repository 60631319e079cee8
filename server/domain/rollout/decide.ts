import type { Instant } from '../../protocol/ids.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import { leaveArm } from '../comparison/leave-arm.ts'
import { never } from '../never.ts'
import { catchUp } from './catch-up.ts'
import { decideApproval } from './decide-approval.ts'
import { decideComparing } from './decide-comparing.ts'
import { decideConfirming } from './decide-confirming.ts'
import { decideHalted } from './decide-halted.ts'
import { decideRolledBack, decideRollingBack, decideVerifyingRollback } from './decide-rollback.ts'
import { decidePreparing, decideValidating } from './decide-start.ts'
import { decideDeploying, decideSoaking } from './decide-wave.ts'
import { type Look, look } from './look.ts'
import type { Decision, Facts, Rollout } from './rollout.ts'

/**
 * The whole rollout, one step: what the facts make of it now. Pure and synchronous; deciding twice on the same facts
 * gives the same answer, so a crash between deciding and doing loses only time.
 */
export function decide(rollout: Rollout, facts: Facts, now: Instant): Decision {
  const seen = look(rollout, facts, now)
  return leaveArm(seen) ?? decidePhase(rollout.state, seen)
}

function decidePhase(state: RolloutState, seen: Look): Decision {
  switch (state.phase) {
    case 'preparing':
      return decidePreparing(state, seen)
    case 'validating':
      return decideValidating(state, seen)
    case 'deploying':
      return decideDeploying(state, seen)
    case 'soaking':
      return decideSoaking(state, seen)
    case 'awaiting-approval':
      return decideApproval(state, seen)
    case 'comparing':
      return decideComparing(state, seen)
    case 'rolling-back':
      return decideRollingBack(state, seen)
    case 'verifying-rollback':
      return decideVerifyingRollback(state, seen)
    case 'confirming':
      return decideConfirming(state, seen)
    case 'halted':
      return decideHalted(state, seen)
    case 'completed':
      return seen.stay(state, { devices: catchUp(seen, Number.POSITIVE_INFINITY) })
    case 'rolled-back':
    case 'aborted':
      return decideRolledBack(state, seen)
    default:
      return never(state)
  }
}
