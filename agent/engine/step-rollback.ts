import type { FailureReason } from '../../server/protocol/reported.ts'
import { giveBack } from './beside.ts'
import type { Moment } from './happening.ts'
import { sameInstall } from './installed.ts'
import type { Plan } from './journal-record.ts'
import { andThen, asking, type Moved, stay, write } from './moved.ts'
import type { Observation } from './observation.ts'
import { leaveApp, startApp } from './start-app.ts'
import type { State } from './state.ts'
import { askReport } from './step-report.ts'
import { layBefore } from './step-restore.ts'
import { freshTrial, notHealthy } from './trial.ts'

/** The old release has at least this long to answer again before the device is called broken. */
const LEAST_PROOF_MS = 60_000
const FIRST_PROBE_MS = 300
const REPAIR_MS = 5_000

/**
 * nothing here asks the new version anything. Order: say it, point back, then stop what failed. Power lost
 * after any of them leads here again.
 */
export function rollBack(state: State, plan: Plan, reason: FailureReason, detail: string, moment: Moment): Moved {
  const said = write(
    state,
    { step: 'rolling-back', outcome: 'begun', generation: plan.generation, reason, detail },
    moment,
  )
  const logged = andThen(said, (next) =>
    asking(next, [{ do: 'collect-logs', generation: plan.generation, slot: plan.toSlot }]),
  )
  return andThen(logged, (next) => goBack(next, plan, reason, detail, moment))
}

export function goBack(state: State, plan: Plan, reason: FailureReason, detail: string, moment: Moment): Moved {
  const { beside } = state
  if (beside && beside.slot === plan.fromSlot && sameInstall(beside.installed, plan.from)) {
    const back = giveBack(state, beside, moment)
    return asking(
      { ...back.next, update: { phase: 'rolling-back', plan, reason, detail, proof: freshTrial(moment.mono) } },
      [...back.effects, { do: 'alarm', alarm: 'probe', afterMs: FIRST_PROBE_MS }],
      `the traffic goes back to slot ${beside.slot}: ${detail}`,
    )
  }
  const next: State = {
    ...leaveApp(state, moment),
    beside: null,
    disk: { ...state.disk, active: plan.fromSlot },
    update: { phase: 'rolling-back', plan, reason, detail, proof: null },
  }
  return asking(
    next,
    [
      { do: 'silence', alarm: 'restart' },
      ...layBefore(plan),
      { do: 'activate', slot: plan.fromSlot },
      { do: 'stop-app', timeoutSeconds: plan.to.application.stopTimeoutSeconds },
    ],
    `roll back ${plan.to.version}: ${detail}`,
  )
}

export function onFailedAppGone(state: State, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'rolling-back' || update.proof) return stay(state)
  if (!update.plan.fromSlot) return ended(state, 'done', 'there was no older release to start', moment)
  const proving = startApp(
    { ...state, update: { ...update, proof: freshTrial(moment.mono) } },
    update.plan.fromSlot,
    moment,
    true,
  )
  return andThen(proving, (next) => asking(next, [{ do: 'alarm', alarm: 'probe', afterMs: FIRST_PROBE_MS }]))
}

/** the old release runs, answers, and is the version it should be; only then is the rollback over. */
export function judgeRollback(state: State, seen: Observation, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'rolling-back' || !update.proof) return stay(state)
  const { plan, proof } = update
  const wrong =
    notHealthy(seen) ?? (seen.version === plan.from?.version ? null : `it says it is ${seen.version ?? 'nothing'}`)
  if (!wrong) return ended(state, 'done', '', moment)
  if (moment.mono - proof.since > Math.max(LEAST_PROOF_MS, plan.trial.windowSeconds * 1000))
    return ended(state, 'failed', `the old release is not healthy either: ${wrong}`, moment)
  const afterMs = plan.trial.intervalSeconds * 1000
  return asking(state, [{ do: 'alarm', alarm: 'probe', afterMs }])
}

/** A disk that fails while going back is asked again and again: there is nothing better to do. */
export const retryRollback = (state: State): Moved =>
  asking(state, [{ do: 'alarm', alarm: 'repair', afterMs: REPAIR_MS }])

function ended(state: State, outcome: 'done' | 'failed', also: string, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'rolling-back') return stay(state)
  const { plan, reason } = update
  const detail = [update.detail, also].filter(Boolean).join('; ')
  const next: State = {
    ...state,
    update: null,
    generation: plan.generation,
    ended: { state: 'rolled-back', reason, detail },
  }
  const written = write(next, { step: 'rolled-back', outcome, generation: plan.generation, reason, detail }, moment)
  return andThen({ ...written, because: `rolled back to ${plan.from?.version ?? 'nothing'}` }, (s) =>
    askReport(s, moment),
  )
}
