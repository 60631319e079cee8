import type { ArmsReading } from '../../protocol/comparison.ts'
import type { DeviceState } from '../../protocol/device-state.ts'
import type { GateReading } from '../../protocol/evidence.ts'
import type { Instant } from '../../protocol/ids.ts'
import type { RolloutState } from '../../protocol/rollout-state.ts'
import { plusSeconds } from '../instant.ts'
import { isExposed } from './expose.ts'
import { observe } from './observe.ts'
import type { Decision, DeviceChange, DeviceFacts, Effect, Facts, Rollout } from './rollout.ts'

/** The facts after every device's own word has been read; what each phase decides from. */
export type Look = {
  readonly rollout: Rollout
  readonly facts: Facts
  readonly now: Instant
  /** as observed now; `facts.devices` is as stored */
  readonly devices: readonly DeviceFacts[]
  /** states that changed by the devices' own word, and failed devices told to return to what they ran */
  readonly observed: readonly DeviceChange[]
  /** remain in this state; `devices` are decided on top of what was observed */
  stay(state: RolloutState, more: More): Decision
  /** go to another state and look again at once */
  go(state: RolloutState, because: string, more?: More): Decision
}

type More = {
  readonly devices?: readonly DeviceChange[]
  readonly effects?: readonly Effect[]
  readonly reading?: GateReading | null
  readonly compared?: ArmsReading
  readonly because?: string
  readonly wakeAt?: Instant | null
}

const TICK_SECONDS = 1
/** An ended rollout waits for devices to come back: nobody stands by for that. */
const AFTERWARDS_SECONDS = 5

export function look(rollout: Rollout, facts: Facts, now: Instant): Look {
  const observed: DeviceChange[] = []
  const devices = facts.devices.map((device) => {
    if (device.superseded) return device
    const seen = observe(device, rollout.policy, facts.observingSince, now)
    if (seen.state === device.state && seen.because === device.because) return device
    observed.push({
      deviceId: device.deviceId,
      index: device.index,
      state: seen.state,
      because: seen.because,
      failure: seen.failure ?? device.failure,
      desired: seen.sendBack ? 'previous' : null,
      ...(seen.sendBack && device.traffic ? { traffic: 'active' as const } : {}),
      reason: seen.sendBack ? 'rollback' : null,
    })
    return { ...device, state: seen.state, because: seen.because, failure: seen.failure ?? device.failure }
  })

  const decision = (state: RolloutState, because: string, more: More, wakeAt: Instant | null): Decision => ({
    state,
    because,
    devices: merged(observed, more.devices ?? []),
    effects: more.effects ?? [],
    reading: more.reading ?? null,
    compared: more.compared ?? null,
    wakeAt,
    active: stillActive(state, devices, more.devices ?? []),
  })

  return {
    rollout,
    facts,
    now,
    devices,
    observed,
    stay: (state, more) =>
      decision(
        state,
        more.because ?? '',
        more,
        more.wakeAt === undefined ? plusSeconds(now, 'at' in state ? AFTERWARDS_SECONDS : TICK_SECONDS) : more.wakeAt,
      ),
    go: (state, because, more = {}) => decision(state, because, more, now),
  }
}

/** What was decided of a device outranks what was observed of it; its failure is kept. */
function merged(observed: readonly DeviceChange[], decided: readonly DeviceChange[]): readonly DeviceChange[] {
  const taken = new Set(decided.map((change) => change.deviceId))
  return [...observed.filter((change) => !taken.has(change.deviceId)), ...decided]
}

/** What may still change by itself after CONFIRM. */
const UNSETTLED: ReadonlySet<DeviceState> = new Set([
  'skipped',
  'pending',
  'installing',
  'verifying',
  'dark',
  'rolling-back',
])

/** An ended rollout stays awake while it owes a device something: a rollback, or catching up. */
function stillActive(state: RolloutState, devices: readonly DeviceFacts[], decided: readonly DeviceChange[]): boolean {
  const now = new Map(
    devices.filter((device) => device.superseded !== 'for-good').map((device) => [device.deviceId, device.state]),
  )
  for (const change of decided) now.set(change.deviceId, change.state)
  const states = [...now.values()]
  switch (state.phase) {
    case 'completed':
      return states.some((one) => UNSETTLED.has(one))
    case 'rolled-back':
    case 'aborted':
      return states.some((one) => one === 'rolling-back') || devices.some(isExposed)
    default:
      return true
  }
}
