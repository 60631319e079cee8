import type { Instant } from '../../protocol/ids.ts'
import type { NextStep } from '../../protocol/views/rollout-view.ts'
import { armTitle, COMPARED_WAVE, isOut } from '../comparison/arms.ts'
import { duration, latest, plusSeconds } from '../instant.ts'
import { never } from '../never.ts'
import { hasEnded } from './ended-phases.ts'
import type { DeviceFacts, Rollout } from './rollout.ts'
import { waveLabel } from './waves.ts'
import { whyWave } from './why-wave.ts'

export type WhyFacts = Pick<
  DeviceFacts,
  | 'wave'
  | 'arm'
  | 'state'
  | 'because'
  | 'exposedAt'
  | 'traffic'
  | 'changedAt'
  | 'online'
  | 'onlineSince'
  | 'lastSeenAt'
  | 'superseded'
  | 'withheld'
  | 'hold'
> & {
  /** name of the newer rollout that has it, or may still take it */
  readonly takenBy: string | null
}

/** B-11: why a device stands where it stands in a rollout: the rule, since when, who or what moves it, and when. Never empty. */
export function whyDevice(rollout: Rollout, device: WhyFacts, next: NextStep): NextStep {
  const since = device.changedAt
  if (device.superseded) {
    const other = device.takenBy ? `“${device.takenBy}”` : 'A newer rollout'
    return device.superseded === 'for-good'
      ? waits(
          'nothing',
          `${other} has it now: a device has one writer, and this rollout does not touch it any more.`,
          since,
        )
      : waits(
          'engine',
          `${other} has it in its plan: a device has one writer, so this rollout waits until that one lets it go.`,
          since,
        )
  }
  const outside = whyOut(rollout, device)
  if (outside) return outside
  switch (device.state) {
    case 'pending':
      return whyPending(rollout, device, next)
    case 'skipped':
      return whySkipped(rollout, device)
    case 'installing':
    case 'verifying':
      return whyInstalling(rollout, device)
    case 'rolling-back':
      return device.online
        ? {
            sentence: 'Told to go back. If it is online and not back by then, it is quarantined.',
            at: plusSeconds(latest(since, device.onlineSince), rollout.policy.installTimeoutSeconds),
            waitingFor: 'devices',
            since,
          }
        : waits('devices', 'Offline, and owed the old version: it is told first thing when it returns.', since)
    case 'dark':
      return waits(
        'devices',
        `${ended(device.because)} Somebody has to look at it; it counts against its wave until it returns.`,
        since,
      )
    case 'silent':
    case 'degraded':
      return waits('evidence', `${ended(device.because)} It counts against its wave; the rails decide.`, since)
    case 'quarantined':
      return waits('person', `${ended(device.because)} Set aside until somebody releases it on its page.`, since)
    case 'failed':
      return waits(
        'nothing',
        `${ended(device.because)} It went back by itself; a new rollout has to bring it the version.`,
        since,
      )
    case 'healthy':
      return waits('nothing', `${device.because || 'Runs the new version.'} Nothing is waited for.`, since)
    case 'rolled-back':
      if (rollout.state.phase === 'deploying' && rollout.state.drill) return next
      return waits('nothing', `${device.because || 'Runs the old version.'} Nothing is waited for.`, since)
    default:
      return never(device.state)
  }
}

/** in an arm that went back; null while it is in play. */
function whyOut(rollout: Rollout, device: WhyFacts): NextStep | null {
  const { plan, comparison } = rollout
  if (device.arm === null || !isOut(device, rollout) || hasEnded(rollout.state.phase)) return null
  if (!['pending', 'skipped', 'rolled-back', 'failed'].includes(device.state)) return null
  const title = armTitle(plan, device.arm)
  return comparison?.pick
    ? waits(
        'engine',
        `${title} was not picked: it takes ${plan.arms?.[comparison.pick.arm].words} once it is back.`,
        device.changedAt,
      )
    : waits(
        'person',
        `${title} went back. It waits until a person has picked the other arm, or neither.`,
        device.changedAt,
      )
}

function whyPending(rollout: Rollout, device: WhyFacts, next: NextStep): NextStep {
  const { state, paused, plan, policy, comparison } = rollout
  // from the pick on, those of the other arm are walked with the comparison, also its canaries.
  const wave = comparison?.pick ? Math.max(device.wave, COMPARED_WAVE) : device.wave
  const label = waveLabel(plan, wave)
  if (hasEnded(state.phase) && state.phase !== 'completed')
    return waits(
      'nothing',
      `Never told: the rollout was ${state.phase === 'aborted' ? 'aborted' : 'rolled back'} before.`,
      device.changedAt,
    )
  if (state.phase !== 'deploying' || state.wave !== wave) {
    const mine = 'wave' in state && state.wave === wave
    return {
      sentence: `Waits for ${label}. ${whyWave(rollout, wave, next.sentence, false)}`,
      at: mine ? next.at : null,
      waitingFor: next.waitingFor,
      since: device.changedAt,
    }
  }
  if (paused) return { ...next, since: paused.since }
  if (device.hold)
    return { sentence: device.hold.because, at: device.hold.until, waitingFor: 'calendar', since: state.since }
  if (device.withheld) return waits('person', `Held back: ${device.withheld}`, state.since)
  if (device.online)
    return waits('engine', `${label} has begun: it is told at the next look, within a second or two.`, state.since)
  return {
    sentence: `Offline. Not back within ${duration(policy.darkAfterSeconds)}, it is skipped and caught up when it returns.`,
    at: device.lastSeenAt === null ? null : plusSeconds(device.lastSeenAt, policy.darkAfterSeconds),
    waitingFor: 'devices',
    since: device.lastSeenAt ?? state.since,
  }
}

function whySkipped({ state, paused }: Rollout, device: WhyFacts): NextStep {
  const since = device.changedAt
  switch (state.phase) {
    case 'rolled-back':
    case 'aborted':
    case 'rolling-back':
    case 'verifying-rollback':
      return waits('nothing', 'Missed its wave, and is not caught up: the rollout went back.', since)
    case 'halted':
      return waits(
        'person',
        'Missed its wave. The rollout is halted: it is caught up after a person lets it go on.',
        since,
      )
    default:
      break
  }
  if (device.withheld)
    return waits('person', `Held back: ${device.withheld} It is caught up when that is mended.`, since)
  if (paused)
    return waits(
      'person',
      `Missed its wave. Paused by ${paused.by}: it is caught up after somebody resumes.`,
      paused.since,
    )
  if (!device.online) return waits('devices', 'Offline; catches up when it returns.', device.lastSeenAt ?? since)
  if (device.hold)
    return {
      sentence: `${device.hold.because} It catches up then.`,
      at: device.hold.until,
      waitingFor: 'calendar',
      since,
    }
  return waits('engine', 'Missed its wave, and is back: it is told at the next look.', since)
}

/** Only time that it is connected counts. */
function whyInstalling({ policy }: Rollout, device: WhyFacts): NextStep {
  const told = device.exposedAt ?? device.changedAt
  if (!device.online)
    return {
      sentence: 'Offline since it was told. Its time to install stands still; without a word it counts as dark then.',
      at: plusSeconds(latest(told, device.lastSeenAt), policy.darkAfterSeconds),
      waitingFor: 'devices',
      since: latest(told, device.lastSeenAt),
    }
  if (device.state === 'verifying' && device.traffic === 'standby')
    return waits(
      'devices',
      `${ended(device.because)} It takes the traffic when its whole wave is healthy there.`,
      device.changedAt,
    )
  const what = device.state === 'verifying' ? 'Runs the new version on trial' : 'Told to install'
  return {
    sentence: `${what}. If it has neither confirmed nor failed by then, it counts as failed and is sent back.`,
    at: plusSeconds(latest(told, device.onlineSince), policy.installTimeoutSeconds),
    waitingFor: 'devices',
    since: told,
  }
}

const waits = (waitingFor: NextStep['waitingFor'], sentence: string, since: Instant): NextStep => ({
  sentence,
  at: null,
  waitingFor,
  since,
})

/** What a device says of itself comes without a full stop. */
const ended = (because: string) => (/[.!?]$/.test(because) ? because : `${because}.`)
