import type { DeviceState } from '../../protocol/device-state.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { RolloutPolicy } from '../../protocol/policy.ts'
import type { Reported } from '../../protocol/reported.ts'
import { duration, latest, secondsBetween } from '../instant.ts'
import { sentenceCase } from '../sentence-case.ts'
import type { DeviceFacts, DeviceFailure } from './rollout.ts'
import { runsPrevious, runsTarget } from './runs.ts'

/** What a device's own word makes of it; `sendBack` when it could not keep the new version. */
export type Observed = {
  readonly state: DeviceState
  readonly because: string
  readonly failure: DeviceFailure | null
  readonly sendBack: boolean
}

const LONGEST_PAUSE_SECONDS = 300

/** Pure reading of one device: the device is the truth (R-003), and no word for long enough is a fact too (D-04). */
export function observe(device: DeviceFacts, policy: RolloutPolicy, observingSince: Instant, now: Instant): Observed {
  switch (device.state) {
    case 'installing':
    case 'verifying':
    case 'healthy':
    case 'degraded':
    case 'silent':
    case 'dark':
      return observeForward(device, policy, observingSince, now)
    case 'rolling-back':
      return observeBack(device, policy, observingSince, now)
    case 'pending':
    case 'skipped':
    case 'failed':
    case 'rolled-back':
    case 'quarantined':
      return stays(device)
  }
}

function observeForward(device: DeviceFacts, policy: RolloutPolicy, observingSince: Instant, now: Instant): Observed {
  const { reported, generation } = device
  if (!device.online) {
    const silence = secondsBetween(latest(observingSince, device.lastSeenAt), now)
    const most = policy.darkAfterSeconds + timeToReturn(device, observingSince)
    // The sentence holds for as long as it is dark: one that counted seconds would be a new decision every second.
    if (silence > most) return becomes('dark', `No word for over ${duration(most)}; it was alive before its update.`)
    return stays(device)
  }
  if (!reported || generation === null || reported.generation < generation) {
    return (
      timedOut(device, policy, observingSince, now) ??
      (device.traffic === 'active'
        ? becomes('verifying', device.because)
        : becomes('installing', 'Told; waiting for the agent to accept.'))
    )
  }
  if (reported.generation > generation) return stays(device)
  const { update } = reported
  switch (update.state) {
    case 'rolled-back':
    case 'refused':
      return failed({ reason: update.reason, detail: update.detail, at: now })
    case 'updating': {
      // It has done all it was told; how long its wave takes to get there is no fault of it.
      if (isReady(reported)) return becomes('verifying', 'Stands by beside the old version, healthy, without traffic.')
      const late = timedOut(device, policy, observingSince, now)
      if (late) return late
      if (update.step === 'proving')
        return becomes(
          'verifying',
          device.traffic ? 'Serves with the new version on trial.' : 'Runs the new version on trial.',
        )
      if (update.step === 'standby') return becomes('verifying', 'The new version proves itself beside the old one.')
      if (update.step === 'standing-by')
        return becomes('verifying', `Stands by, not healthy: ${reported.beside?.because ?? 'it does not run'}.`)
      const percent = update.percent === null ? '' : ` ${update.percent} %`
      return becomes('installing', `${sentenceCase(update.step)}${percent}.`)
    }
    case 'confirmed':
    case 'idle':
      return observeOnTarget(device)
  }
}

/** R-073: proven beside the active slot, and well there now. */
export const isReady = ({ update, beside }: Reported) =>
  update.state === 'updating' && update.step === 'standing-by' && beside?.healthy === true

/**
 * After an outage of the server a device may still be pausing between two attempts to reach it: its pauses double up to
 * five minutes, so that it can be away again for about as long as the server was.
 */
function timeToReturn({ lastSeenAt }: DeviceFacts, observingSince: Instant): number {
  return lastSeenAt === null ? 0 : Math.min(LONGEST_PAUSE_SECONDS, secondsBetween(lastSeenAt, observingSince))
}

function observeOnTarget(device: DeviceFacts): Observed {
  const running = device.reported?.running
  if (!running || !runsTarget(device)) {
    const what = !running
      ? 'nothing'
      : running.sha256 === device.targetSha256
        ? 'another configuration'
        : running.version
    return becomes('degraded', `Says it is done, but runs ${what}.`)
  }
  if (device.reachable === false) return becomes('silent', 'The agent is alive, the health endpoint does not answer.')
  const bad = badLayers(device)
  return bad ? becomes('degraded', bad) : becomes('healthy', `Runs ${running.version}, confirmed.`)
}

function observeBack(device: DeviceFacts, policy: RolloutPolicy, observingSince: Instant, now: Instant): Observed {
  const { reported, generation } = device
  if (!device.online) return stays(device)
  const stuck = notBackInTime(device, policy, observingSince, now)
  if (!reported || generation === null || reported.generation < generation) return stuck ?? stays(device)
  const back = runsPrevious(device)
  switch (reported.update.state) {
    case 'confirmed':
    case 'idle':
      if (!back) return stuck ?? stays(device)
      return device.failure
        ? becomes('failed', `${device.failure.detail} Runs ${reported.running?.version} again.`, device.failure)
        : becomes('rolled-back', `Runs ${reported.running?.version} again.`)
    case 'rolled-back':
    case 'refused':
      return {
        state: 'quarantined',
        because: `Could not go back: ${reported.update.detail}`,
        failure: device.failure ?? { reason: reported.update.reason, detail: reported.update.detail, at: now },
        sendBack: false,
      }
    case 'updating':
      return stuck ?? stays(device)
  }
}

function notBackInTime(
  device: DeviceFacts,
  policy: RolloutPolicy,
  observingSince: Instant,
  now: Instant,
): Observed | null {
  const waited = secondsBetween(latest(device.changedAt, observingSince, device.onlineSince), now)
  if (waited <= policy.installTimeoutSeconds) return null
  const detail = `Online, but not back on the old version after ${duration(waited)}.`
  return {
    state: 'quarantined',
    because: detail,
    failure: device.failure ?? { reason: 'install-timeout', detail, at: now },
    sendBack: false,
  }
}

/** Only time that the device was connected and the server watched counts: offline is not failed (R-004). */
function timedOut(device: DeviceFacts, policy: RolloutPolicy, observingSince: Instant, now: Instant): Observed | null {
  if (device.exposedAt === null) return null
  const waited = secondsBetween(latest(device.exposedAt, observingSince, device.onlineSince), now)
  if (waited <= policy.installTimeoutSeconds) return null
  const detail = `Neither confirmed nor failed within ${duration(waited)}.`
  // Unlike one that says it failed, it may hold the new version: it counts as failed, and is waited for until it is back.
  const failure = { reason: 'install-timeout', detail, at: now } as const
  return { state: 'rolling-back', because: `Sent back: ${detail}`, failure, sendBack: true }
}

/** What its layers have that is not good; null when nothing, or nothing was heard. */
export function badLayers(device: DeviceFacts): string | null {
  if (!device.health) return null
  const bad = Object.entries(device.health).filter(
    ([, layer]) => layer.status === 'degraded' || layer.status === 'unhealthy',
  )
  if (bad.length === 0) return null
  return bad
    .map(([name, layer]) => {
      const check = layer.checks.find((one) => one.status === layer.status)
      return `${sentenceCase(name)} ${layer.status}${check ? `: ${check.because}` : ''}`
    })
    .join(' ')
}

function failed(failure: DeviceFailure): Observed {
  return { state: 'failed', because: `${sentenceCase(failure.reason)}: ${failure.detail}`, failure, sendBack: true }
}

const becomes = (state: DeviceState, because: string, failure: DeviceFailure | null = null): Observed => ({
  state,
  because,
  failure,
  sendBack: false,
})

const stays = (device: DeviceFacts): Observed => becomes(device.state, device.because, device.failure)
