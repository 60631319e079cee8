import type { DeviceDown } from '../../server/protocol/device-down.ts'
import type { Alarm, Happening, Moment } from './happening.ts'
import { andThen, asking, type Moved, sendLogs, sendProgress, stay } from './moved.ts'
import { inFlightGeneration } from './reported.ts'
import type { State } from './state.ts'
import { onAppExited, onRestartAlarm } from './step-app.ts'
import { onWokeUp } from './step-boot.ts'
import { onInventoryAnswered, onLooked, sayInventory } from './step-held.ts'
import {
  onChallenge,
  onConnectAlarm,
  onGreetAlarm,
  onKeyChanged,
  onLinkClosed,
  onLogsAnswered,
  onOtherKey,
  onPing,
  onProgressAnswered,
  onRefused,
  onWelcome,
} from './step-link.ts'
import { askObservation, onCapture, onObserved, onReportAlarm, onReportAnswered } from './step-report.ts'
import { goBack, judgeRollback, onFailedAppGone, retryRollback, rollBack } from './step-rollback.ts'
import {
  onBesideExited,
  onStandbyAlarm,
  onStandbyObserved,
  onStandbyRestartAlarm,
  onStandbyTested,
  standbyFailed,
} from './step-standby.ts'
import { onTrafficSettled } from './step-switch.ts'
import { onOldAppGone, onProofOvertaken, onSmokeTested, onTrialObserved } from './step-trial.ts'
import {
  onDesired,
  onDownloadAlarm,
  onDownloadEnded,
  onDownloadProgressed,
  onStandbyChecked,
  onUnpacked,
  onVerified,
  refuseUpdate,
  takeWaiting,
} from './step-update.ts'

const PROBE_AGAIN_MS = 200

/** All an agent ever decides: what was, what happened, when → what is, what to do, why. */
export function step(state: State, happening: Happening, moment: Moment): Moved {
  return andThen(andThen(decide(state, happening, moment), takeWaiting), sayInventory)
}

function decide(state: State, happening: Happening, moment: Moment): Moved {
  if (!state.awake && happening.type !== 'woke-up') return stay(state)
  if ('generation' in happening && isStale(state, happening)) return stay(state)
  switch (happening.type) {
    case 'woke-up':
      return onWokeUp(state, happening, moment)
    case 'alarm':
      return onAlarm(state, happening.alarm, moment)
    case 'link-opened':
      return stay(state)
    case 'link-closed':
      return onLinkClosed(state, happening.clean, moment)
    case 'heard':
      return onHeard(state, happening.message, moment)
    case 'acknowledged':
      switch (happening.what) {
        case 'hello':
          return stay(state, happening.answer.is === 'refused' ? happening.answer.because : '')
        case 'report':
          return onReportAnswered(state, happening.answer, moment)
        case 'progress':
          return onProgressAnswered(state, happening.upTo, happening.answer)
        case 'logs':
          return onLogsAnswered(state, happening.upTo, happening.answer)
        case 'pong':
          return stay(state)
        case 'inventory':
          return onInventoryAnswered(state, happening.answer)
      }
      break
    case 'key-changed':
      return onKeyChanged(state, happening.noted, happening.because)
    case 'key-kept':
      return stay(state)
    case 'other-key':
      return onOtherKey(state)
    case 'verified':
      return onVerified(state, happening.signed, moment)
    case 'standby-checked':
      return onStandbyChecked(state, happening.intact, moment)
    case 'download-progressed':
      return onDownloadProgressed(state, happening.percent)
    case 'download-ended':
      return onDownloadEnded(state, happening.end, moment)
    case 'unpacked':
      return onUnpacked(state, happening.disk, moment)
    case 'unpack-failed':
      return refuseUpdate(
        state,
        happening.generation,
        happening.full ? 'disk-full' : 'unpack-failed',
        happening.because,
        moment,
      )
    case 'looked':
      return onLooked(state, happening.held, moment)
    case 'app-started':
      return stay(noteStart(state, happening.run, happening.config))
    case 'app-stopped': {
      const stopped: State = { ...state, app: { ...state.app, is: 'stopped' } }
      return andThen(onOldAppGone(stopped, moment), (next) =>
        next.update === stopped.update ? onFailedAppGone(next, moment) : stay(next),
      )
    }
    case 'app-exited':
      return happening.run === state.beside?.app.run
        ? onBesideExited(state, happening.because, moment)
        : onAppExited(state, happening.run, happening.because, moment)
    case 'observed': {
      if (happening.standby) return onStandbyObserved(state, happening.run, happening.observation, moment)
      const current = happening.run === state.app.run
      const noted = onObserved(state, happening.run, happening.observation, moment)
      if (!current) return noted
      if (state.update?.phase === 'proving')
        return andThen(noted, (next) => onTrialObserved(next, happening.observation, moment))
      return andThen(noted, (next) => judgeRollback(next, happening.observation, moment))
    }
    case 'smoke-tested':
      if (happening.run === state.beside?.app.run) return onStandbyTested(state, happening.results, moment)
      return onSmokeTested(state, happening.run, happening.results, moment)
    case 'traffic-settled':
      return onTrafficSettled(state, happening.kept, moment)
    case 'logs-collected': {
      const { words } = happening
      const kept = asking({ ...state, outbox: { ...state.outbox, logs: words } }, [{ do: 'keep-words', words }])
      return andThen(kept, sendLogs)
    }
    case 'broke':
      return onBroke(state, happening, moment)
  }
}

function onHeard(state: State, message: DeviceDown, moment: Moment): Moved {
  switch (message.type) {
    case 'challenge':
      return onChallenge(state, message.nonce)
    case 'welcome':
      return onWelcome(state, message, moment)
    case 'desired':
      return andThen(onDesired(state, message, moment), (next) => onProofOvertaken(next, moment))
    case 'capture':
      return onCapture(state, message, moment)
    case 'ping':
      return onPing(state, message)
    case 'change-key':
      return asking(state, [{ do: 'change-key', from: message.from }], 'asked to change its key')
    case 'refused':
      return onRefused(state, message)
  }
}

function onAlarm(state: State, alarm: Alarm, moment: Moment): Moved {
  switch (alarm) {
    case 'connect':
      return onConnectAlarm(state)
    case 'greet':
      return onGreetAlarm(state)
    case 'report':
      return onReportAlarm(state, moment)
    case 'probe':
      // An older look may still be out; its answer would not count.
      return state.reporting.observing
        ? asking(state, [{ do: 'alarm', alarm: 'probe', afterMs: PROBE_AGAIN_MS }])
        : askObservation(state, moment)
    case 'restart':
      return onRestartAlarm(state, moment)
    case 'download':
      return onDownloadAlarm(state)
    case 'progress':
      return andThen(sendProgress(state), sendLogs)
    case 'standby':
      return onStandbyAlarm(state)
    case 'standby-restart':
      return onStandbyRestartAlarm(state, moment)
    case 'repair':
      return state.update?.phase === 'rolling-back'
        ? goBack(state, state.update.plan, state.update.reason, state.update.detail, moment)
        : stay(state)
  }
}

/** Before the switch a failing disk ends the update; after it, the update ends by going back; going back never ends. */
function onBroke(state: State, broke: Happening & { type: 'broke' }, moment: Moment): Moved {
  const { update } = state
  const reason = broke.full ? 'disk-full' : 'internal'
  const detail = `${broke.during}: ${broke.because}`
  if (broke.during === 'look') return stay({ ...state, looking: false }, detail)
  // A key that could not be written is no news of an update; the server asks again, or the old name of the file serves.
  if (broke.during === 'change-key' || broke.during === 'keep-key') return stay(state, detail)
  // Nothing ran, so no news of its end will come. The trial and the way back have their own answers.
  if (broke.during === 'start-app' && update?.phase === 'proving-standby' && state.beside?.app.startedWith === null)
    return onBesideExited(state, detail, moment)
  if (broke.during === 'start-app' && !isTurning(update)) return onAppExited(state, state.app.run, detail, moment)
  if (!update) return stay(state, detail)
  switch (update.phase) {
    case 'verifying':
      return refuseUpdate(state, update.desired.generation, reason, detail, moment)
    case 'switching':
    case 'proving':
      return rollBack(state, update.plan, reason, detail, moment)
    case 'rolling-back':
      return andThen(stay(state, detail), retryRollback)
    case 'proving-standby':
    case 'standing-by':
      return standbyFailed(state, update.plan, reason, detail, moment)
    case 'checking-standby':
    case 'downloading':
    case 'waiting-to-download':
    case 'unpacking':
      return refuseUpdate(state, update.plan.generation, reason, detail, moment)
  }
}

function noteStart(state: State, run: number, startedWith: string): State {
  const { app, beside } = state
  if (run === app.run) return { ...state, app: { ...app, startedWith } }
  return beside?.app.run === run ? { ...state, beside: { ...beside, app: { ...beside.app, startedWith } } } : state
}

const isTurning = (update: State['update']): boolean =>
  update?.phase === 'switching' || update?.phase === 'proving' || update?.phase === 'rolling-back'

/** News of a job that belongs to an update which is no longer the one under way. */
function isStale(state: State, { generation }: { generation: number }): boolean {
  return state.update === null || inFlightGeneration(state) !== generation
}
