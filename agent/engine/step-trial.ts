import { leaveBeside } from './beside.ts'
import type { Moment } from './happening.ts'
import { sameInstall } from './installed.ts'
import type { Plan } from './journal-record.ts'
import { andThen, asking, type Moved, stay, write } from './moved.ts'
import type { Observation, SmokeResult } from './observation.ts'
import { leaveApp, startApp } from './start-app.ts'
import type { State } from './state.ts'
import { askReport } from './step-report.ts'
import { dropChanged, layWanted, needsRestart } from './step-restore.ts'
import { rollBack } from './step-rollback.ts'
import { freshTrial, judgeTrial, TRIAL_STARTS } from './trial.ts'

const FIRST_PROBE_MS = 300

/** The point of no unnoticed return: the trial is on the disk before the symlink moves. */
export function arm(state: State, plan: Plan, moment: Moment): Moved {
  const armed = write(
    state,
    { step: 'switching', outcome: 'begun', generation: plan.generation, left: TRIAL_STARTS },
    moment,
  )
  const next = (s: State): State => ({
    ...leaveApp(s, moment),
    beside: null,
    disk: { ...s.disk, active: plan.toSlot },
    update: { phase: 'switching', plan, left: TRIAL_STARTS },
  })
  if (plan.restore && !needsRestart(state, plan.to))
    return andThen(
      andThen(armed, (s) => asking(s, layWanted(plan))),
      (s) => proveRunning(s, plan, moment),
    )
  return andThen(armed, (s) =>
    asking(
      next(s),
      [
        { do: 'silence', alarm: 'restart' },
        ...layWanted(plan),
        { do: 'activate', slot: plan.toSlot },
        { do: 'stop-app', timeoutSeconds: plan.from?.application.stopTimeoutSeconds ?? 10 },
      ],
      plan.restore ? `restore the configuration in slot ${plan.toSlot}` : `switch to slot ${plan.toSlot}`,
    ),
  )
}

export function onOldAppGone(state: State, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'switching') return stay(state)
  return takesBack(state, update.plan)
    ? toldBack(state, update.plan, moment)
    : prove(state, update.plan, update.left - 1, moment)
}

export function prove(state: State, plan: Plan, left: number, moment: Moment): Moved {
  const next: State = { ...state, update: { phase: 'proving', plan, left, trial: freshTrial(moment.mono), exits: [] } }
  const counted = write(next, { step: 'proving', outcome: 'begun', generation: plan.generation, left }, moment)
  const started = andThen(counted, (s) => startApp(s, plan.toSlot, moment, true))
  const probing = andThen(started, (s) => asking(s, [{ do: 'alarm', alarm: 'probe', afterMs: FIRST_PROBE_MS }]))
  // The report leaves with the first probe: right now there is nothing to see yet.
  return andThen(probing, (s) => stay({ ...s, reporting: { ...s.reporting, due: true } }))
}

/** The application that runs was started with what it should have: it goes on, and has to be healthy as in any trial. */
function proveRunning(state: State, plan: Plan, moment: Moment): Moved {
  const left = TRIAL_STARTS - 1
  const next: State = { ...state, update: { phase: 'proving', plan, left, trial: freshTrial(moment.mono), exits: [] } }
  const counted = write(next, { step: 'proving', outcome: 'begun', generation: plan.generation, left }, moment)
  return andThen(counted, (s) => asking(s, [{ do: 'alarm', alarm: 'probe', afterMs: FIRST_PROBE_MS }]))
}

export function onTrialObserved(state: State, seen: Observation, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'proving') return stay(state)
  const { plan } = update
  const verdict = judgeTrial(update.trial, seen, plan.to, plan.trial, moment.mono)
  const again = { do: 'alarm' as const, alarm: 'probe' as const, afterMs: plan.trial.intervalSeconds * 1000 }
  switch (verdict.kind) {
    case 'pass':
      // Looked at again until the router has answered.
      return plan.traffic
        ? asking(state, [again, { do: 'settle-traffic', generation: plan.generation, slot: plan.toSlot }])
        : confirm(state, plan, verdict.because, moment)
    case 'fail':
      return rollBack(state, plan, verdict.reason, verdict.because, moment)
    case 'wait':
      return asking({ ...state, update: { ...update, trial: verdict.trial } }, [again])
    case 'test':
      return asking({ ...state, update: { ...update, trial: verdict.trial } }, [
        again,
        { do: 'smoke-test', run: state.app.run, slot: plan.toSlot, installed: plan.to },
      ])
  }
}

/** a wrong answer to a known question is the end of the trial; there is no second asking. */
export function onSmokeTested(state: State, run: number, results: readonly SmokeResult[], moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'proving' || run !== state.app.run) return stay(state)
  const failed = results.find((result) => !result.ok)
  if (failed) return rollBack(state, update.plan, 'smoke-test-failed', `${failed.name}: ${failed.because}`, moment)
  return stay({ ...state, update: { ...update, trial: { ...update.trial, smoke: 'passed' } } }, 'smoke tests passed')
}

/** Rollback outranks proof: told to go back to what is still in the other slot, an unproven release is left at once. */
export function onProofOvertaken(state: State, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'proving' || !takesBack(state, update.plan)) return stay(state)
  return toldBack(state, update.plan, moment)
}

const takesBack = ({ waiting }: State, plan: Plan): boolean =>
  waiting !== null &&
  plan.from !== null &&
  // Of a repair both sides are the same release: what waits wants it repaired.
  !sameInstall(plan.from, plan.to) &&
  sameInstall(plan.from, { ...plan.from, sha256: waiting.sha256, config: waiting.config })

const toldBack = (state: State, plan: Plan, moment: Moment): Moved =>
  rollBack(state, plan, 'health-not-proven', 'told to go back before it had proven itself', moment)

export function confirm(state: State, plan: Plan, because: string, moment: Moment): Moved {
  const { generation } = plan
  const next: State = { ...state, update: null, generation, ended: { state: 'confirmed' } }
  const confirmed = write(next, { step: 'confirmed', outcome: 'done', generation, detail: because }, moment)
  const tidy = plan.from && sameInstall(plan.from, plan.to) ? dropChanged : stay
  const left = plan.undo ? leaveBeside : stay
  return andThen({ ...confirmed, because: `${plan.to.version} confirmed: ${because}` }, (s) =>
    andThen(andThen(left(s), tidy), (tidied) => askReport(tidied, moment)),
  )
}
