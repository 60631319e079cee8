import type { Desired } from '../../server/protocol/desired.ts'
import type { FailureReason } from '../../server/protocol/reported.ts'
import { backoff } from './backoff.ts'
import { leaveBeside, leaveUnserved } from './beside.ts'
import type { DownloadEnd, Moment } from './happening.ts'
import { type Disk, installedFrom, otherSlot, sameInstall } from './installed.ts'
import type { Plan } from './journal-record.ts'
import { andThen, asking, type Moved, stay, write } from './moved.ts'
import { inFlightGeneration } from './reported.ts'
import { canStandBy, running, type State } from './state.ts'
import { askReport } from './step-report.ts'
import { dropChanged, type Repair, repairOf } from './step-restore.ts'
import { standBeside } from './step-standby.ts'
import { arm } from './step-trial.ts'
import { trust } from './trust.ts'

const MOST_DOWNLOAD_ATTEMPTS = 8
const DOWNLOAD_BACKOFF_CAP_MS = 60_000

/** Older than what is held, or the same again: nothing. Newer: now, or as soon as it is safe to turn. */
export function onDesired(state: State, desired: Desired, moment: Moment): Moved {
  if (desired.deviceId !== state.self.deviceId)
    return stay(state, `a desired state for ${desired.deviceId} was dropped`)
  const held = Math.max(inFlightGeneration(state), state.waiting?.generation ?? 0)
  if (desired.generation < held) return stay(state, `generation ${desired.generation} is older than ${held}: dropped`)
  if (desired.generation === held) return stay(state)
  switch (state.update?.phase) {
    case undefined:
      return begin(state, desired)
    case 'verifying':
    case 'checking-standby':
    case 'downloading':
    case 'waiting-to-download':
      return andThen(abandon(state, `generation ${desired.generation} replaces it`, moment), (next) =>
        begin(next, desired),
      )
    case 'proving-standby':
    case 'standing-by':
      // What stands by goes on: the newer desired state may well be the one that gives it the traffic.
      return begin({ ...state, update: null }, desired)
    case 'unpacking':
    case 'switching':
    case 'proving':
    case 'rolling-back':
      return stay({ ...state, waiting: desired }, `generation ${desired.generation} waits`)
  }
}

/** Whatever ended the update before: what waited comes next. */
export function takeWaiting(state: State): Moved {
  if (state.update || !state.waiting) return stay(state)
  const desired = state.waiting
  return begin({ ...state, waiting: null }, desired)
}

export function onVerified(state: State, signed: boolean, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'verifying') return stay(state)
  const { desired } = update
  const runs = running(state)
  const trusted = trust(desired, signed, state.self, runs?.name ?? null)
  if (!trusted.ok) return refuseUpdate(state, desired.generation, trusted.reason, trusted.detail, moment)
  const to = installedFrom(trusted.manifest, desired)
  const repair: Repair = sameInstall(runs, to) ? repairOf(state) : { kind: 'files' }
  // What was adopted is what the device has, whatever that is.
  if (repair.kind === 'none' || (sameInstall(runs, to) && desired.reason === 'adopted'))
    return adopt(state, desired, moment)
  if (desired.traffic && !canStandBy(state))
    return refuseUpdate(
      state,
      desired.generation,
      'manifest-refused',
      'no router stands before the slots of this device, so it cannot run both at once; give its agent --router-port',
      moment,
    )
  const inPlace = repair.kind === 'config' && state.disk.active
  const toSlot = inPlace || otherSlot(state.disk.active)
  const plan: Plan = {
    generation: desired.generation,
    from: runs,
    fromSlot: runs && state.disk.active,
    to,
    toSlot,
    size: desired.size,
    path: desired.path,
    unpackedSize: trusted.unpackedSize,
    files: trusted.files,
    trial: desired.trial,
    ...(desired.bytesPerSecond === undefined ? {} : { bytesPerSecond: desired.bytesPerSecond }),
    ...(repair.kind === 'config' ? { restore: { before: repair.before } } : {}),
    // Where nothing serves there is nothing to stand beside, and what runs is not repaired beside itself.
    ...(desired.traffic && runs && !sameInstall(runs, to) ? { traffic: desired.traffic } : {}),
    ...(desired.reason === 'rollback' ? { undo: true as const } : {}),
  }
  const accepted = write(state, { step: 'accepted', outcome: 'begun', generation: plan.generation, plan }, moment)
  const { beside } = state
  const goesOn = plan.traffic && beside?.slot === toSlot && sameInstall(beside.installed, to)
  if (goesOn) return andThen(accepted, (next) => standBeside(next, plan, moment))
  const ready = andThen(accepted, leaveBeside)
  if (inPlace) return andThen(ready, (next) => arm(next, plan, moment))
  return andThen(ready, (next) =>
    sameInstall(next.disk[toSlot], to)
      ? asking(
          { ...next, update: { phase: 'checking-standby', plan } },
          [{ do: 'check-standby', generation: plan.generation, slot: toSlot }],
          `slot ${toSlot} already holds ${to.version}`,
        )
      : download(next, plan, moment),
  )
}

export function onStandbyChecked(state: State, intact: boolean, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'checking-standby') return stay(state)
  return intact ? layDone(state, update.plan, moment) : download(state, update.plan, moment)
}

export function onDownloadProgressed(state: State, percent: number): Moved {
  return state.update?.phase === 'downloading' ? stay({ ...state, update: { ...state.update, percent } }) : stay(state)
}

export function onDownloadEnded(state: State, end: DownloadEnd, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'downloading') return stay(state)
  const { plan } = update
  switch (end.kind) {
    case 'complete':
      return unpack(state, plan, moment)
    case 'wrong':
      return refuseUpdate(state, plan.generation, 'hash-mismatch', end.because, moment)
    case 'no-space':
      return refuseUpdate(state, plan.generation, 'disk-full', end.because, moment)
    case 'interrupted': {
      // While the server cannot be reached at all, waiting is nobody's failure.
      const attempts = update.attempts + (state.link.is === 'open' ? 1 : 0)
      if (attempts >= MOST_DOWNLOAD_ATTEMPTS)
        return refuseUpdate(
          state,
          plan.generation,
          'download-failed',
          `${attempts} attempts; last: ${end.because}`,
          moment,
        )
      const afterMs = 200 + backoff(attempts, moment.random, DOWNLOAD_BACKOFF_CAP_MS)
      return asking(
        { ...state, update: { ...update, phase: 'waiting-to-download', attempts } },
        [{ do: 'alarm', alarm: 'download', afterMs }],
        `download interrupted: ${end.because}`,
      )
    }
  }
}

export function onDownloadAlarm(state: State): Moved {
  const { update } = state
  if (update?.phase !== 'waiting-to-download') return stay(state)
  return asking({ ...state, update: { ...update, phase: 'downloading' } }, [{ do: 'download', plan: update.plan }])
}

export function onUnpacked(state: State, disk: Disk, moment: Moment): Moved {
  const { update } = state
  if (update?.phase !== 'unpacking') return stay(state)
  const { plan } = update
  const laid: State = { ...state, disk: { ...state.disk, [plan.toSlot]: disk[plan.toSlot] } }
  const detail = `slot ${plan.toSlot} holds ${plan.to.version}, read back and checked`
  const prepared = write(laid, { step: 'prepared', outcome: 'done', generation: plan.generation, detail }, moment)
  if (state.waiting) return andThen(prepared, (next) => abandon(next, 'a newer desired state replaces it', moment))
  return andThen(prepared, (next) => layDone(next, plan, moment))
}

const layDone = (state: State, plan: Plan, moment: Moment): Moved =>
  plan.traffic ? standBeside(state, plan, moment) : arm(state, plan, moment)

export function refuseUpdate(
  state: State,
  generation: Plan['generation'],
  reason: FailureReason,
  detail: string,
  moment: Moment,
): Moved {
  const next: State = { ...state, update: null, generation, ended: { state: 'refused', reason, detail } }
  const refused = write(next, { step: 'refused', outcome: 'failed', generation, reason, detail }, moment)
  const said = { ...refused, because: `generation ${generation} refused: ${detail}` }
  const logged = andThen(said, (s) => asking(s, [{ do: 'collect-logs', generation, slot: null }]))
  return andThen(logged, (s) => andThen(leaveUnserved(s), (left) => askReport(left, moment)))
}

function begin(state: State, desired: Desired): Moved {
  const { generation, release } = desired
  return asking(
    { ...state, update: { phase: 'verifying', desired } },
    [{ do: 'check-signature', generation, release }],
    `generation ${generation} asked for (${desired.reason})`,
  )
}

/** Nothing was switched: the old release runs on as if nobody had asked. */
function abandon(state: State, detail: string, moment: Moment): Moved {
  const { update } = state
  const gone: State = { ...state, update: null }
  if (!update || update.phase === 'verifying') return stay(gone, detail)
  const dropped = asking(gone, [{ do: 'cancel-download' }, { do: 'silence', alarm: 'download' }], detail)
  const generation = update.plan.generation
  const written = andThen(dropped, (next) =>
    write(next, { step: 'accepted', outcome: 'failed', generation, detail }, moment),
  )
  return andThen(written, (next) => asking(next, [{ do: 'collect-logs', generation, slot: null }]))
}

/** What runs is what is wanted: only the generation is new. */
function adopt(state: State, desired: Desired, moment: Moment): Moved {
  const { generation } = desired
  const next: State = { ...state, update: null, generation, ended: { state: 'confirmed' } }
  const detail = `${running(state)?.version ?? 'it'} already runs`
  const adopted = write(next, { step: 'confirmed', outcome: 'done', generation, detail }, moment)
  const tidy = desired.reason === 'reconcile' ? dropChanged : stay
  return andThen({ ...adopted, because: `generation ${generation}: ${detail}` }, (s) =>
    andThen(andThen(leaveUnserved(s), tidy), (tidied) => askReport(tidied, moment)),
  )
}

function download(state: State, plan: Plan, moment: Moment): Moved {
  const next: State = { ...state, update: { phase: 'downloading', plan, percent: 0, attempts: 0 } }
  const said = write(next, { step: 'downloading', outcome: 'begun', generation: plan.generation }, moment)
  const asked = andThen(said, (s) => asking(s, [{ do: 'download', plan }], `download ${plan.to.version}`))
  return andThen(asked, (s) => askReport(s, moment))
}

function unpack(state: State, plan: Plan, moment: Moment): Moved {
  const { generation } = plan
  const done = write(state, { step: 'downloaded', outcome: 'done', generation }, moment)
  const said = andThen(done, (next) => write(next, { step: 'unpacking', outcome: 'begun', generation }, moment))
  return andThen(said, (next) =>
    asking(
      {
        ...next,
        update: { phase: 'unpacking', plan },
        disk: { ...next.disk, [plan.toSlot]: null },
        held: { ...next.held, [plan.toSlot]: null },
      },
      [{ do: 'unpack', plan }],
    ),
  )
}
