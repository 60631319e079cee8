import type { Happening, Moment } from './happening.ts'
import type { Slot } from './installed.ts'
import { type JournalRecord, type Plan, progressOf } from './journal-record.ts'
import { ledgerFrom } from './ledger.ts'
import { andThen, asking, type Moved, stay, write } from './moved.ts'
import { recover } from './recover.ts'
import { startApp } from './start-app.ts'
import type { State } from './state.ts'
import { askLook } from './step-report.ts'
import { layWanted } from './step-restore.ts'
import { goBack, rollBack } from './step-rollback.ts'
import { stand, standbyFailed } from './step-standby.ts'
import { prove } from './step-trial.ts'

const COMPACT_ABOVE = 400
const KEPT_RECORDS = 100

/** Waking up is an ordinary event: what was promised, what the disk holds, and on from there. */
export function onWokeUp(
  state: State,
  { records, disk, words }: Extract<Happening, { type: 'woke-up' }>,
  moment: Moment,
): Moved {
  const ledger = ledgerFrom(records)
  const awake: State = {
    ...state,
    awake: true,
    disk,
    generation: ledger.generation,
    ended: ledger.ended,
    lastNumber: ledger.lastNumber,
    outbox: {
      ...state.outbox,
      entries: records.flatMap((record) => progressOf(record) ?? []).slice(-300),
      logs: words,
    },
  }
  const lines = asking(awake, [
    { do: 'alarm', alarm: 'connect', afterMs: moment.random * 500 },
    { do: 'alarm', alarm: 'report', afterMs: moment.random * state.reporting.intervalMs },
  ])
  return andThen(
    andThen(andThen(lines, askLook), (next) => shorten(next, records, ledger.open !== null, moment)),
    (next) => resume(next, moment),
  )

  function resume(next: State, now: Moment): Moved {
    const recovery = recover(ledger, disk)
    const told = stay(next, recovery.because)
    switch (recovery.do) {
      case 'run':
        return andThen(told, (s) => runSlot(s, recovery.slot, now))
      case 'abandon': {
        const { generation } = recovery.open.plan
        const detail = 'the agent was started again before anything was switched'
        const abandoned = write(next, { step: 'accepted', outcome: 'failed', generation, detail }, now)
        const said = { ...abandoned, because: `generation ${generation} abandoned: ${detail}; ${recovery.because}` }
        return andThen(said, (s) => runSlot(s, recovery.slot, now))
      }
      case 'stand': {
        const { open, left } = recovery
        return andThen(
          andThen(told, (s) => runSlot(s, open.plan.fromSlot, now)),
          (s) => stand(s, open.plan, left, [], now),
        )
      }
      case 'give-up': {
        const { plan } = recovery.open
        return andThen(
          andThen(told, (s) => runSlot(s, plan.fromSlot, now)),
          (s) => standbyFailed(s, plan, 'agent-restarted', recovery.because, now),
        )
      }
      case 'prove':
        return andThen(
          andThen(told, (s) => layAgain(s, recovery.open.plan)),
          (s) => prove(s, recovery.open.plan, recovery.left, now),
        )
      case 'roll-back':
        return rollBack(next, recovery.open.plan, 'agent-restarted', recovery.because, now)
      case 'finish-rolling-back':
        return goBack(next, recovery.open.plan, recovery.open.reason, recovery.open.detail, now)
    }
  }
}

function runSlot(state: State, slot: Slot | null, moment: Moment): Moved {
  if (!slot) return stay(state)
  return andThen(point(state, slot), (next) => startApp(next, slot, moment, true))
}

/** Power may have gone between the promise and the writing: both are done again. */
function layAgain(state: State, plan: Plan): Moved {
  return andThen(point(state, plan.toSlot), (next) => asking(next, layWanted(plan)))
}

function point(state: State, slot: Slot): Moved {
  if (state.disk.active === slot) return stay(state)
  return asking({ ...state, disk: { ...state.disk, active: slot } }, [{ do: 'activate', slot }])
}

function shorten(state: State, records: readonly JournalRecord[], open: boolean, moment: Moment): Moved {
  if (open || records.length < COMPACT_ABOVE) return stay(state)
  const number = state.lastNumber + 1
  const checkpoint: JournalRecord = {
    number,
    at: moment.at,
    generation: state.generation,
    step: 'checkpoint',
    outcome: 'done',
    ended: state.ended,
  }
  return asking({ ...state, lastNumber: number }, [
    { do: 'compact', records: [...records.slice(-KEPT_RECORDS), checkpoint] },
  ])
}
