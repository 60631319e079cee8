import type { RolloutState } from '../../protocol/rollout-state.ts'
import { counted } from '../counted.ts'
import { carried } from './carried.ts'
import { catchUp } from './catch-up.ts'
import { turnBack } from './decide-rollback.ts'
import { judgeWave } from './judge-wave.ts'
import type { Look } from './look.ts'
import type { Decision } from './rollout.ts'
import { waveLabel } from './waves.ts'

type Awaiting = Extract<RolloutState, { phase: 'awaiting-approval' }>

/** The canary stays under its rails while people think; one reject ends the request; nobody's silence approves. */
export function decideApproval(state: Awaiting, seen: Look): Decision {
  const { now, rollout } = seen
  const judged = judgeWave(state.wave - 1, { until: state.since, deadline: state.expiresAt }, seen)
  const back = turnBack(state.wave - 1, judged, seen)
  const close = (outcome: 'approved' | 'rejected' | 'expired' | 'void') => ({
    kind: 'close-approval' as const,
    approval: state.approval,
    outcome,
  })
  if (back) return { ...back, effects: [...back.effects, close('void')] }

  const label = waveLabel(rollout.plan, state.wave)
  const decisions = seen.facts.approval?.decisions ?? []
  const reject = decisions.find((one) => one.decision === 'reject')
  const halt = (rule: string, because: string, outcome: 'rejected' | 'expired') =>
    seen.go(
      {
        phase: 'halted',
        wave: state.wave - 1,
        since: now,
        trigger: { rule, because, at: now },
        resume: 'ask-again',
        ...carried(state),
      },
      because,
      { effects: [close(outcome)] },
    )
  if (reject)
    return halt('rejected', `${label} was rejected by ${reject.name}: ${reject.comment || 'no comment'}`, 'rejected')
  const needed = seen.facts.approval?.needed ?? rollout.policy.approvalsNeeded
  const approvals = decisions.filter((one) => one.decision === 'approve')
  // Before the clock is looked at: nobody can decide after it expired, so what is here was said in time.
  if (approvals.length >= needed && !rollout.paused) {
    const names = approvals.map((one) => one.name).join(' and ')
    return seen.go({ phase: 'deploying', wave: state.wave, since: now }, `${label} approved by ${names}; it begins.`, {
      effects: [close('approved')],
    })
  }
  const missing = needed - approvals.length
  if (now >= state.expiresAt) {
    const why = missing > 0 ? 'not enough people decided in time' : 'the rollout was paused until then'
    return halt('expired', `The approval of ${label} expired: ${why}.`, 'expired')
  }
  return seen.stay(state, {
    devices: catchUp(seen, state.wave - 1),
    because: missing > 0 ? `${label} waits for ${counted(missing, 'approval')}.` : `${label} is approved; paused.`,
  })
}
