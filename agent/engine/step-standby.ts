import { canonicalJson } from '../../server/protocol/canonical-json.ts'
import type { FailureReason } from '../../server/protocol/reported.ts'
import { leaveBeside } from './beside.ts'
import type { Moment } from './happening.ts'
import { sameInstall } from './installed.ts'
import type { Plan } from './journal-record.ts'
import { andThen, asking, type Moved, stay, write } from './moved.ts'
import type { Observation, SmokeResult } from './observation.ts'
import type { Beside, State } from './state.ts'
import { askReport } from './step-report.ts'
import { switchTraffic } from './step-switch.ts'
import { freshTrial, judgeTrial, notHealthy, TRIAL_STARTS } from './trial.ts'

const FIRST_PROBE_MS = 300
const RESTART_PAUSE_MS = 250

/** the new release is laid; it starts beside the one that serves, or runs there already. */
export function standBeside(state: State, plan: Plan, moment: Moment): Moved {
  const { beside } = state
  const runs = beside?.slot === plan.toSlot && sameInstall(beside.installed, plan.to) && beside.app.is === 'running'
  // What served before goes back to its traffic at once, and is proven under it: a rollback never waits.
  if (runs && beside.served && plan.traffic === 'active') return switchTraffic(state, beside, plan, moment)
  if (runs && beside.wrong === null) return proven(state, plan, TRIAL_STARTS, [], 'it stands by already', moment)
  return andThen(leaveBeside(state), (next) => stand(next, plan, TRIAL_STARTS - 1, [], moment))
}

/** As of any release under trial, a start is on the disk before it happens, and there are three. */
export function stand(state: State, plan: Plan, left: number, exits: readonly number[], moment: Moment): Moved {
  const { generation } = plan
  const run = state.lastRun + 1
  const beside: Beside = {
    slot: plan.toSlot,
    installed: plan.to,
    app: { is: 'running', run, restarts: [], startedWith: null, slot: plan.toSlot },
    served: false,
    wrong: undefined,
    counters: null,
  }
  const next: State = {
    ...state,
    lastRun: run,
    beside,
    update: { phase: 'proving-standby', plan, left, trial: freshTrial(moment.mono), exits },
  }
  const counted = write(next, { step: 'standby', outcome: 'begun', generation, left }, moment)
  const started = andThen(counted, (s) =>
    asking(
      s,
      [
        { do: 'start-app', run, slot: plan.toSlot, installed: plan.to },
        { do: 'alarm', alarm: 'standby', afterMs: FIRST_PROBE_MS },
      ],
      `start ${plan.to.name} ${plan.to.version} beside ${plan.from?.version ?? 'nothing'}`,
    ),
  )
  return andThen(started, (s) => askReport(s, moment))
}

export function onStandbyAlarm(state: State): Moved {
  const { beside } = state
  if (!beside) return stay(state)
  return asking(state, [
    {
      do: 'observe',
      run: beside.app.run,
      slot: beside.slot,
      standby: true,
      installed: beside.installed,
      restarts: beside.app.restarts.length,
      linked: state.link.is === 'open',
      alive: beside.app.is === 'running',
    },
  ])
}

/** healthy on standby is healthy in every layer that needs no traffic, known answers included. */
export function onStandbyObserved(state: State, run: number, seen: Observation, moment: Moment): Moved {
  const { update, beside } = state
  if (beside?.app.run !== run) return stay(state)
  const wrong = notHealthy(seen) ?? notItself(seen, beside)
  const looked: State = { ...state, beside: { ...beside, wrong, counters: seen.counters ?? beside.counters } }
  const again = (afterMs: number) => [{ do: 'alarm' as const, alarm: 'standby' as const, afterMs }]
  if (update?.phase !== 'proving-standby') return asking(looked, again(state.reporting.intervalMs))
  const { plan } = update
  const verdict = judgeTrial(update.trial, seen, plan.to, plan.trial, moment.mono)
  const next = again(plan.trial.intervalSeconds * 1000)
  switch (verdict.kind) {
    case 'pass':
      return andThen(asking(looked, again(state.reporting.intervalMs)), (s) =>
        proven(s, plan, update.left, update.exits, verdict.because, moment),
      )
    case 'fail':
      return standbyFailed(looked, plan, verdict.reason, verdict.because, moment)
    case 'wait':
      return asking({ ...looked, update: { ...update, trial: verdict.trial } }, next)
    case 'test':
      return asking({ ...looked, update: { ...update, trial: verdict.trial } }, [
        ...next,
        { do: 'smoke-test', run, slot: plan.toSlot, installed: plan.to },
      ])
  }
}

export function onStandbyTested(state: State, results: readonly SmokeResult[], moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'proving-standby') return stay(state)
  const failed = results.find((result) => !result.ok)
  if (failed) return standbyFailed(state, update.plan, 'smoke-test-failed', `${failed.name}: ${failed.because}`, moment)
  return stay({ ...state, update: { ...update, trial: { ...update.trial, smoke: 'passed' } } }, 'smoke tests passed')
}

/** What stands by is started again as often as any trial; what had served before is started again when it is needed. */
export function onBesideExited(state: State, because: string, moment: Moment): Moved {
  const { update, beside } = state
  if (!beside) return stay(state)
  if (update?.phase !== 'proving-standby' && update?.phase !== 'standing-by')
    return stay({ ...state, beside: null }, `the application in slot ${beside.slot} ended (${because})`)
  const { plan, left } = update
  const exits = [...update.exits, moment.mono]
  const recent = exits.filter((at) => moment.mono - at < plan.trial.restartWindowSeconds * 1000)
  if (left === 0 || recent.length >= plan.trial.maxRestarts)
    return standbyFailed(state, plan, 'crash-loop', `it ended ${exits.length} times; last: ${because}`, moment)
  const pausing: State = {
    ...state,
    beside: { ...beside, app: { ...beside.app, is: 'pausing' } },
    update: { phase: 'proving-standby', plan, left, trial: freshTrial(moment.mono), exits },
  }
  return asking(
    pausing,
    [{ do: 'alarm', alarm: 'standby-restart', afterMs: RESTART_PAUSE_MS * 2 ** exits.length }],
    `the standby ended (${because})`,
  )
}

export function onStandbyRestartAlarm(state: State, moment: Moment): Moved {
  const { update, beside } = state
  if (update?.phase !== 'proving-standby' || beside?.app.is !== 'pausing') return stay(state)
  return stand(state, update.plan, update.left - 1, update.exits, moment)
}

/** Nothing was switched: what serves never noticed. */
export function standbyFailed(state: State, plan: Plan, reason: FailureReason, detail: string, moment: Moment): Moved {
  const { generation } = plan
  const said = `on standby, without traffic: ${detail}`
  const next: State = { ...state, update: null, generation, ended: { state: 'rolled-back', reason, detail: said } }
  const logged = asking(next, [{ do: 'collect-logs', generation, slot: plan.toSlot }])
  const written = andThen(logged, (s) =>
    write(s, { step: 'rolled-back', outcome: 'done', generation, reason, detail: said }, moment),
  )
  const left = andThen({ ...written, because: `${plan.to.version} failed ${said}` }, leaveBeside)
  return andThen(left, (s) => askReport(s, moment))
}

function proven(
  state: State,
  plan: Plan,
  left: number,
  exits: readonly number[],
  because: string,
  moment: Moment,
): Moved {
  const { beside } = state
  if (plan.traffic === 'active' && beside) return switchTraffic(state, beside, plan, moment)
  const next: State = { ...state, update: { phase: 'standing-by', plan, left, exits } }
  const detail = `slot ${plan.toSlot} runs ${plan.to.version} without traffic: ${because}`
  const written = write(next, { step: 'standing-by', outcome: 'done', generation: plan.generation, detail }, moment)
  return andThen({ ...written, because: detail }, (s) => askReport(s, moment))
}

function notItself({ version }: Observation, { installed, app }: Beside): string | null {
  if (version !== installed.version) return `it says it is ${version ?? 'nothing'}, not ${installed.version}`
  const sealed = canonicalJson(installed.config)
  return app.startedWith === null || app.startedWith === sealed ? null : 'it was started with another configuration'
}
