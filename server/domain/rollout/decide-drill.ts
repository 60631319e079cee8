import type { Instant } from '../../protocol/ids.ts'
import type { Drill, Drilled, RolloutState } from '../../protocol/rollout-state.ts'
import { isOut } from '../comparison/arms.ts'
import { duration, latest, secondsBetween } from '../instant.ts'
import { type Along, beginSoak } from './begin-soak.ts'
import { expose, sendBack, skip } from './expose.ts'
import { heldState } from './held-state.ts'
import type { Look } from './look.ts'
import { badLayers } from './observe.ts'
import { type Paced, pace } from './pace.ts'
import type { Decision, DeviceFacts } from './rollout.ts'
import { watchClosely } from './watch-closely.ts'
import { waveLabel } from './waves.ts'

type Deploying = Extract<RolloutState, { phase: 'deploying' }>
type Back = Extract<Drill, { step: 'back' }>
type Again = Extract<Drill, { step: 'again' }>

/** The canary alone is drilled: what it shows holds for the waves that follow. */
export const isDrilled = ({ wave }: Deploying, { rollout }: Look) => wave === 0 && rollout.policy.rollbackDrill

/**
 * B-04, R-170: once every canary has answered, one of them is sent back to what it ran before, has to prove it there, and
 * takes the new version again; only then the wave soaks. What does not end in time, or can not be done, halts: nobody is
 * asked for approval on a way back that was never seen.
 */
export function decideDrill(state: Deploying, seen: Look, along: Along): Decision {
  const { drill } = state
  const known = drill && drill.step !== 'waiting' ? seen.devices.find((one) => one.deviceId === idOf(drill)) : undefined
  // One that a newer rollout took, or whose arm went back, says nothing about this one any more: another is tried.
  if (!drill || drill.step === 'waiting' || !known || known.superseded || isOut(known, seen.rollout))
    return begin(state, seen, along)
  return drill.step === 'back'
    ? wentBack(state, drill, known, seen, along)
    : cameAgain(state, drill, known, seen, along)
}

/**
 * It could not go back. Looked at before the rails: they would send the whole canary down a way that was just seen not to
 * work, so the canary keeps what it runs until a person decides.
 */
export function stuckInDrill(state: Deploying, seen: Look): Decision | null {
  if (!isDrilled(state, seen)) return null
  const stuck = seen.devices.find(({ wave, state: now, index }) => {
    const before = seen.facts.devices[index]
    return wave === 0 && now === 'quarantined' && before?.state === 'rolling-back' && before.failure === null
  })
  if (!stuck) return null
  const { deviceId, index, name, because: detail } = stuck
  const failure = { reason: 'rollback-drill', detail, at: seen.now } as const
  const set = { deviceId, index, state: 'quarantined', because: detail, failure, desired: null, reason: null } as const
  return halt(`${name}: ${detail}`, seen, { devices: [set], reading: null })
}

/** Whom an earlier attempt left on the old version is brought along first; then one that is well is taken. */
function begin(state: Deploying, seen: Look, along: Along): Decision {
  const left = seen.devices.filter((device) => isLeftBehind(device) && !isOut(device, seen.rollout))
  if (left.length > 0) return bringAlong(left, state, seen, along)
  const label = waveLabel(seen.rollout.plan, 0)
  const waits = (because: string) => stay(waitingFrom(state, seen.now), because, seen, along)
  if (seen.rollout.paused) return waits(`${label}: every device has answered; paused before its rollback drill.`)
  const well = bestFirst(seen.devices.filter(isFit), seen)
  const free = well.find((device) => !device.hold)
  if (!free) {
    const [held] = well
    if (held?.hold) return waits(`${label}: its rollback drill waits. ${held.hold.because}`)
    const { since } = waitingDrill(state, seen.now)
    const none = 'No device of it is online and healthy on the new version'
    return isOver(since, seen)
      ? halt(`${none}, for ${limitOf(seen)} by now: going back could not be tried.`, seen, along)
      : waits(`${label}: its rollback drill waits. ${none}.`)
  }
  // Being away for a drill is an absence like any other.
  const { told, held } = pace([free], seen)
  if (told.length === 0)
    return stay(
      waitingFrom(state, seen.now),
      `${label}: its rollback drill waits. ${held?.because ?? ''}`,
      seen,
      along,
      held,
    )
  const { deviceId, name } = free
  const because = `${label}: every device has answered; going back is tried on ${name}.`
  return stay({ ...state, drill: { step: 'back', deviceId, name, since: seen.now } }, because, seen, {
    ...along,
    devices: [...along.devices, sendBack(free, 'Rollback drill: told to go back and prove the old version.')],
  })
}

function bringAlong(left: readonly DeviceFacts[], state: Deploying, seen: Look, along: Along): Decision {
  const gone = left.filter((device) => device.superseded || !device.online || device.withheld !== null)
  const skipped = gone.map((device) => skip(device, 'Its rollback drill did not end; catches up when it can.'))
  const there = left.filter((device) => !gone.includes(device))
  const ready = there.filter((device) => device.state === 'rolled-back' && !device.hold)
  const { told, held } = seen.rollout.paused ? { told: [], held: null } : pace(ready, seen)
  const exposed = told.map((device) => expose(device, 'rollout', seen.rollout.policy))
  const names = left.map((device) => device.name).join(', ')
  return stay(
    waitingFrom(state, seen.now),
    `${waveLabel(seen.rollout.plan, 0)}: an earlier rollback drill left ${names} on the old version. ${held?.because ?? 'It is brought along first.'}`,
    seen,
    { ...along, devices: [...along.devices, ...skipped, ...exposed] },
    held,
  )
}

function wentBack(state: Deploying, drill: Back, device: DeviceFacts, seen: Look, along: Along): Decision {
  const { deviceId, name, since } = drill
  const unproven = whyUnproven(device)
  if (unproven === null) {
    const drilled = { deviceId, name, seconds: secondsBetween(since, seen.now), at: seen.now }
    return cameAgain(state, { step: 'again', drilled, since: seen.now }, device, seen, along)
  }
  if (isOver(since, seen)) return halt(`${name} was not back within ${limitOf(seen)}. ${unproven}`, seen, along)
  return stay(state, `Rollback drill: ${name} goes back. ${unproven}`, seen, along)
}

/** Null: it says that it runs the old version, confirmed, and nothing it reports is unwell. */
function whyUnproven(device: DeviceFacts): string | null {
  if (!device.online) return 'It is offline, and may run either version.'
  if (device.state !== 'rolled-back') return 'It does not say that it runs the old version yet.'
  if (device.reachable === false) return 'It runs the old version; its health endpoint does not answer.'
  const bad = badLayers(device)
  return bad && `It runs the old version and is not well. ${bad}`
}

function cameAgain(state: Deploying, drill: Again, device: DeviceFacts, seen: Look, along: Along): Decision {
  const { drilled } = drill
  const next = { ...state, drill }
  const back = wentBackWords(drilled)
  switch (device.state) {
    case 'healthy':
      return beginSoak(
        0,
        `${waveLabel(seen.rollout.plan, 0)}: ${back} and took the new version again`,
        seen,
        along,
        drilled,
      )
    case 'rolled-back':
      return tellAgain(next, back, device, seen, along)
    case 'degraded':
    case 'silent':
    case 'dark': {
      const why = `${back}, and is ${device.state} on the new version now. ${device.because}`
      return isOver(latest(drill.since, device.exposedAt), seen) ? halt(why, seen, along) : stay(next, why, seen, along)
    }
    default:
      return halt(`${back}, and could not take the new version again. ${device.because}`, seen, along)
  }
}

function tellAgain(state: Deploying, back: string, device: DeviceFacts, seen: Look, along: Along): Decision {
  const { paused } = seen.rollout
  const waits = (because: string) => stay(state, `Rollback drill: ${back}. ${because}`, seen, along)
  if (paused) return waits('Paused before it is told the new version again.')
  if (!device.online) {
    const why = 'It is offline before it could be told the new version again'
    return state.drill && isOver(latest(state.drill.since, device.lastSeenAt), seen)
      ? halt(`${back}. ${why}, for ${limitOf(seen)} by now.`, seen, along)
      : waits(`${why}.`)
  }
  if (device.withheld !== null) return waits(`Held back: ${device.withheld}`)
  if (device.hold) return waits(device.hold.because)
  const { told, held } = pace([device], seen)
  const moves = told.map((one) => expose(one, 'rollout', seen.rollout.policy))
  return seen.stay(heldState(state, held, seen.now), {
    devices: [...along.devices, ...moves],
    reading: along.reading,
    because: `Rollback drill: ${back}. ${held?.because ?? 'It is told the new version again.'}`,
    effects: watchClosely(moves, seen),
  })
}

/** "dev-07 went back in 3.2 s": the same words wherever a drill is told. */
export const wentBackWords = ({ name, seconds }: Drilled) => `${name} went back in ${seconds.toFixed(1)} s`

const idOf = (drill: Back | Again) => (drill.step === 'back' ? drill.deviceId : drill.drilled.deviceId)

const isFit = ({ wave, state, online, superseded, withheld, failure }: DeviceFacts) =>
  wave === 0 && state === 'healthy' && online && !superseded && withheld === null && failure === null

/** In the order the canary was chosen in: best watched first. */
function bestFirst(devices: readonly DeviceFacts[], { rollout: { plan } }: Look): readonly DeviceFacts[] {
  const place = new Map(plan.canary.picks.map(({ deviceId }, n) => [deviceId, n]))
  const placeOf = ({ deviceId, index }: DeviceFacts) => place.get(deviceId) ?? plan.canary.picks.length + index
  return devices.toSorted((a, b) => placeOf(a) - placeOf(b))
}

/** On the old version, or on its way there, for no fault of its own: a drill sent it, and did not fetch it again. */
const isLeftBehind = ({ wave, state, failure }: DeviceFacts) =>
  wave === 0 && (state === 'rolling-back' || state === 'rolled-back') && failure === null

const waitingDrill = ({ drill }: Deploying, now: Instant): Extract<Drill, { step: 'waiting' }> =>
  drill?.step === 'waiting' ? drill : { step: 'waiting', since: now }

const waitingFrom = (state: Deploying, now: Instant): Deploying => ({ ...state, drill: waitingDrill(state, now) })

/** While the server was away, nothing could be heard: that time does not count. */
const isOver = (since: Instant, { now, facts, rollout }: Look) =>
  secondsBetween(latest(since, facts.observingSince), now) > rollout.policy.installTimeoutSeconds

const limitOf = ({ rollout }: Look) => duration(rollout.policy.installTimeoutSeconds)

const stay = (state: Deploying, because: string, seen: Look, along: Along, held: Paced['held'] = null): Decision =>
  seen.stay(heldState(state, held, seen.now), { ...along, because })

function halt(because: string, seen: Look, along: Along): Decision {
  const trigger = { rule: 'R-170', because, at: seen.now }
  return seen.go(
    { phase: 'halted', wave: 0, since: seen.now, trigger, resume: 'drill-again' },
    `${waveLabel(seen.rollout.plan, 0)}: its rollback drill did not succeed. ${because}`,
    along,
  )
}
